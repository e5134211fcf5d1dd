"""What can be added as evidence: notes, links and files, and the columns that each fills."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ...answers import COMMENT_LIMIT
from ...errors import Place, refuse
from ...text.plain import visible
from ..types import check_text

MOST_URL = 2000  # characters


@dataclass(frozen=True, slots=True)
class Note:
    """A note: evidence in words."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `words` describe its target and may be empty."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class File:
    """A file stored by :mod:`.files` under the random name `file`; `words` is its original name."""

    words: str
    file: str
    media_type: str
    size: int
    sha256: str


New = Note | Link | File


def columns_of(new: New) -> dict[str, Any]:
    """The columns of a new piece. Raises Refusal if it may not be stored."""
    words = visible(check_text(new.words, "words"))
    if len(words) > COMMENT_LIMIT:
        raise refuse("evidence-words-long", Place(column="words"), length=len(words), limit=COMMENT_LIMIT)
    if isinstance(new, Link):
        return {"kind": "link", "words": words, "url": _address(new.url)}
    if not words:
        raise refuse("evidence-words-missing", Place(column="words"))
    if isinstance(new, Note):
        return {"kind": "note", "words": words}
    return {
        "kind": "file",
        "words": words,
        "file": new.file,
        "media_type": new.media_type,
        "size": new.size,
        "sha256": new.sha256,
    }


def _address(url: str) -> str:
    """The address as given. Raises Refusal evidence-url unless it is safe."""
    address = check_text(url, "url").strip()
    if not safe_address(address):
        raise refuse("evidence-url", Place(column="url"), found=address[:80])
    return address


def safe_address(address: str) -> bool:
    """Whether it is an ordinary http or https address that is safe to show as a link."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return good and len(address) <= MOST_URL and all(one.isprintable() and not one.isspace() for one in address)
