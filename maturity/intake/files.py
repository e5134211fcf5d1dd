"""Files of a user's: read whole, or refused with the reason."""

from pathlib import Path

from ..errors import Place, refuse

MOST_BYTES = 256 * 1024 * 1024


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file. Raises Refusal where it is missing, a folder, not readable, or larger than `most` bytes."""
    place = Place(str(path))
    try:
        size = path.stat().st_size
        if size > most:
            raise refuse("intake-too-large", place, size=_megabytes(size), most=_megabytes(most))
        return path.read_bytes()
    except FileNotFoundError:
        raise refuse("intake-no-file", place) from None
    except IsADirectoryError:
        raise refuse("intake-folder", place) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise refuse("intake-unreadable", place, detail=getattr(error, "strerror", None) or str(error)) from None


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f}"
