"""Small pictures, made here."""

from io import BytesIO

from PIL import Image, ImageDraw


def logo(width=320, height=120, mode="RGBA", colour=(11, 93, 120, 255), kind="PNG", **options):
    """A picture of a ring and a bar."""
    picture = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, height, height), outline=colour, width=max(1, height // 8))
    if width > height + 12:
        draw.rectangle((height + 8, height // 3, width - 4, height * 2 // 3), fill=colour)
    written = BytesIO()
    picture.convert(mode).save(written, kind, **options)
    return written.getvalue()
