"""Logos handed in as image files: decoded in full, made smaller and written anew as PNG.

What is kept are the pixels alone: no metadata, no colour profile, nothing behind the end of the picture. Call it by
:func:`.sandbox.run_isolated`, as the file is untrusted.
"""

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from struct import error as StructError
from typing import TYPE_CHECKING

from ..errors import Place, refuse
from .attachments import JPEG, PNG, other_format, whole_picture

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 4 * 1024 * 1024
MOST_SIDE = 6000  # pixels that are decoded
FITTING = (640, 256)  # pixels that are kept at most: 325 dpi where logos are printed
SUFFIXES = (".png", ".jpg", ".jpeg")

_PLACE = Place(column="logo")
_KINDS = {PNG: "PNG", JPEG: "JPEG"}
_UNREADABLE = (  # what Pillow raises at crafted files
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, ArithmeticError),
    *(AttributeError, StructError, zlib.error),
)
_lenient = threading.Lock()


def read_logo(data: bytes, name: str) -> bytes:
    """The picture in `data`, a PNG or JPEG file called `name`, as a PNG of at most FITTING pixels.

    Raises Refusal logo-empty, logo-heavy, logo-svg, logo-format, logo-large, logo-damaged.
    """
    if not data:
        raise refuse("logo-empty", _PLACE, name=name)
    if len(data) > MOST_BYTES:
        raise refuse("logo-heavy", _PLACE, name=name, most=MOST_BYTES // 1024 // 1024)
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)
    if kind is None:
        found = other_format(data)
        raise refuse("logo-svg" if found == "SVG" else "logo-format", _PLACE, name=name, found=found or "?")
    if not whole_picture(data):
        raise refuse("logo-damaged", _PLACE, name=name)
    with _strict():
        picture = _decoded(data, kind, name)
    picture.thumbnail(FITTING)
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _decoded(data: bytes, kind: str, name: str) -> "Image":
    """The pixels, upright, with transparency where there is any."""
    from PIL import Image, ImageOps
    from PIL.Image import DecompressionBombError

    try:
        with Image.open(BytesIO(data), formats=(kind,)) as picture:
            if max(picture.size) > MOST_SIDE:
                raise DecompressionBombError
            picture.verify()  # the checksums; it has to be opened again afterwards
        with Image.open(BytesIO(data), formats=(kind,)) as picture:
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            eight = upright.convert("L") if upright.mode.startswith("I") else upright
            clear = eight.has_transparency_data
            pixels = eight.convert("RGBA" if clear else "RGB")
    except DecompressionBombError:
        raise refuse("logo-large", _PLACE, name=name, most=MOST_SIDE) from None
    except _UNREADABLE:
        raise refuse("logo-damaged", _PLACE, name=name) from None
    return Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())


@contextmanager
def _strict() -> Iterator[None]:
    """A context in which pictures that are cut off are refused, whatever other libraries have set (WeasyPrint has)."""
    from PIL import ImageFile

    with _lenient:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
