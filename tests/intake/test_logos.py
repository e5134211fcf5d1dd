"""Logos: what is kept are pixels alone, and nothing that is cut off, crafted or no picture is taken."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from maturity.errors import Refusal
from maturity.intake import logos
from maturity.intake.logos import FITTING, read_logo
from maturity.intake.sandbox import run_isolated

from ..attachments import pdf
from ..pictures import logo

START = b"\x89PNG\r\n\x1a\n"
KEPT = {b"IHDR", b"IDAT", b"IEND"}


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def chunks(data):
    at, found = 8, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    assert at == len(data), "nothing behind its end"
    return found


def opened(data):
    return Image.open(BytesIO(data))


def refused(data, name="a.png"):
    with pytest.raises(Refusal) as caught:
        read_logo(data, name)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("mode", "kind", "kept"),
    [
        *(("RGBA", "PNG", "RGBA"), ("LA", "PNG", "RGBA"), ("RGB", "PNG", "RGB"), ("L", "PNG", "RGB")),
        *(("1", "PNG", "RGB"), ("P", "PNG", "RGBA"), ("I;16", "PNG", "RGB")),
        *(("RGB", "JPEG", "RGB"), ("L", "JPEG", "RGB"), ("CMYK", "JPEG", "RGB")),
    ],
)
def test_pictures_of_every_kind_become_a_png(mode, kind, kept):
    data = logo(mode="L" if mode == "I;16" else mode, kind=kind)
    if mode == "I;16":
        written = BytesIO()
        opened(data).convert("I;16").save(written, "PNG")
        data = written.getvalue()
    found = read_logo(data, "a.png")
    assert {name for name, _ in chunks(found)} == KEPT
    assert (opened(found).format, opened(found).mode, opened(found).size) == ("PNG", kept, (320, 120))


def test_a_transparent_colour_stays_transparent():
    found = opened(read_logo(logo(mode="P", transparency=0), "a.png"))
    assert found.mode == "RGBA"
    assert found.getextrema()[3][0] == 0


def test_what_is_larger_than_paper_needs_is_made_smaller():
    assert opened(read_logo(logo(3000, 300), "a.png")).size == (640, 64)
    assert opened(read_logo(logo(600, 1200), "a.png")).size == (128, 256)
    assert opened(read_logo(logo(*FITTING), "a.png")).size == FITTING
    assert opened(read_logo(logo(6000, 1), "a.png")).size == (640, 1)


def test_a_photo_stands_upright_and_loses_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret camera"  # orientation, maker
    photo = logo(300, 100, mode="RGB", kind="JPEG", exif=exif, comment=b"Secret words", icc_profile=b"Secret" * 40)
    found = read_logo(photo, "IMG_0001.JPG")
    assert opened(found).size == (85, 256)
    assert b"Secret" not in found


def test_texts_profiles_and_what_follows_the_end_are_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Secret")
    info.add_itxt("XML:com.adobe.xmp", "<Secret/>")
    data = logo(pnginfo=info, icc_profile=b"Secret" * 40) + b"<script>Secret</script>"
    assert {name for name, _ in chunks(read_logo(data, "a.png"))} == KEPT


def test_a_film_is_its_first_picture():
    more = [Image.new("RGBA", (320, 120), "red")]
    assert {name for name, _ in chunks(read_logo(logo(save_all=True, append_images=more), "a.png"))} == KEPT


@pytest.fixture
def lenient(monkeypatch):
    """What WeasyPrint sets where it is imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)


def test_pictures_that_are_cut_off_are_refused_whatever_other_libraries_have_set(lenient):
    png, jpeg = logo(), logo(mode="RGB", kind="JPEG")
    for whole in (png, jpeg):
        for part in (0.1, 0.5, 0.9):
            assert refused(whole[: int(len(whole) * part)]).code == "logo-damaged"
    pixels = b"".join(content for name, content in chunks(png) if name == b"IDAT")
    header = next(content for name, content in chunks(png) if name == b"IHDR")
    short = START + chunk(b"IHDR", header) + chunk(b"IDAT", pixels[: len(pixels) // 2]) + chunk(b"IEND", b"")
    assert refused(short).code == "logo-damaged", "every part of it is whole, its pixels are not"
    assert refused(png[:-12]).code == "logo-damaged", "without its end"
    wrong = png.replace(pixels, pixels[:-4] + b"abcd")
    assert refused(wrong).code == "logo-damaged", "with a wrong checksum"
    assert ImageFile.LOAD_TRUNCATED_IMAGES, "left as others need it"


def large(side, depth=1):
    """A PNG of `side` x `side` pixels in a few kilobytes."""
    header = struct.pack(">IIBBBBB", side, side, depth, 0, 0, 0, 0)
    rows = zlib.compress(bytes(side // 8 + 1) * 8, 9)
    return START + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "code", "found"),
    [
        (b"", "logo-empty", None),
        (SVG, "logo-svg", "SVG"),
        (b"\xef\xbb\xbf " + SVG, "logo-svg", "SVG"),
        (b"GIF89a" + bytes(40), "logo-format", "GIF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "logo-format", "WebP"),
        (b"MZ" + bytes(40), "logo-format", "EXE"),
        (b"<html><script>alert(1)</script></html>", "logo-format", "HTML"),
        (pdf(), "logo-format", "?"),
        (logo() + bytes(logos.MOST_BYTES), "logo-heavy", None),
        (large(6001), "logo-large", None),
        (large(20_000), "logo-large", None),
        (large(60_000), "logo-large", None),
        (START + bytes(40), "logo-damaged", None),
        (b"\xff\xd8\xff\xd9", "logo-damaged", None),
    ],
    ids=[
        *("empty", "svg", "svg after a byte order mark", "gif", "webp", "exe", "html", "pdf", "heavy"),
        *("large", "larger", "a bomb", "no png", "no jpeg"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_by_what_it_is(data, code, found):
    problem = refused(data, "标志.png")
    assert problem.code == code
    assert problem.place.column == "logo"
    assert "标志.png" in problem.message("zh")
    if found:
        assert problem.values["found"] == found


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_a_bomb_beside_the_pixels_is_refused(kind):
    packed = chunk(kind, b"a\x00\x00" + zlib.compress(bytes(20 * 1024 * 1024)))
    data = logo()
    assert refused(data[:33] + packed + data[33:]).code == "logo-damaged"


def test_crafted_pictures_are_read_or_refused_and_nothing_else():
    random.seed(12)
    sources = [logo(60, 30), logo(60, 30, mode="RGB", kind="JPEG"), logo(60, 30, mode="P")]
    for number in range(300):
        data = bytearray(sources[number % 3])
        for _ in range(random.randint(1, 8)):
            data[random.randrange(2, len(data))] = random.randrange(256)
        try:
            found = read_logo(bytes(data), "a.png")
        except Refusal:
            continue
        assert {name for name, _ in chunks(found)} == KEPT


def test_it_is_read_in_a_separate_process():
    assert run_isolated(read_logo, logo(), "a.png") == read_logo(logo(), "a.png")
