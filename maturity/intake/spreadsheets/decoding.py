"""In which encoding a file of text is: found over all of it, piece by piece, so that it may be of any size."""

import codecs
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ...errors import Place, refuse
from .texts import CERTAIN, ENOUGH, is_common, marked_encoding

Pieces = Callable[[], Iterable[bytes]]  # the file from its beginning, every time
UTF_8 = "utf-8-sig"
PIECE = 1 << 20  # bytes
_SIGNS = ",;\t"
_UNICODE = 1 << 16


def encoding_of(pieces: Pieces, source: str) -> str:
    """The encoding of a table as text: that of its mark, else UTF-16 beyond doubt, UTF-8, or GB 18030.

    Raises Refusal (intake-encoding, intake-nul) with the line where it is none of them.
    """
    mark = marked_encoding(next(iter(pieces()), b""))
    nul = not mark and any(b"\0" in piece for piece in pieces())
    found = mark or (_unmarked(pieces) if nul else "")
    if found:
        trial = _Trial(found, pieces)
        if trial.failed is not None:
            raise refuse("intake-encoding", Place(source, 1))
        if trial.nul is not None:
            raise refuse("intake-nul", Place(source, trial.nul))
        return found
    if nul:
        raise refuse("intake-nul", Place(source, _line(pieces, _first(pieces, lambda piece: piece.find(b"\0")))))
    if _Trial(UTF_8, pieces).failed is None:
        return UTF_8
    trial = _Trial("gb18030", pieces)
    if trial.failed is None and trial.plausible and not is_ambiguous(trial.foreign, pieces):
        return "gb18030"
    where = trial.failed if trial.failed is not None else _first(pieces, _foreign)
    raise refuse("intake-encoding", Place(source, _line(pieces, where)))


def pieces_of(data: bytes) -> Iterator[bytes]:
    """A file that was read whole, piece by piece."""
    return (data[start : start + PIECE] for start in range(0, len(data), PIECE))


def decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The text, piece by piece. Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for piece in pieces:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _unmarked(pieces: Pieces) -> str:
    """The encoding of UTF-16 without a byte order mark where its signs leave no doubt, else ""."""
    for encoding in ("utf-16-le", "utf-16-be"):
        trial = _Trial(encoding, pieces)
        if trial.failed is None and trial.nul is None and trial.lines and trial.parted and trial.plausible:
            return encoding
    return ""


def is_ambiguous(foreign: Iterable[str], pieces: Pieces) -> bool:
    """A text with these letters beyond ASCII, decoded as GB 18030, may as well be Japanese (EUC-JP) or Korean (EUC-KR):
    their syllables and commonest characters have the bytes of Chinese characters, but not those from D0 on (the
    pronunciations from qu to zuo).
    """
    letters = [letter for letter in set(foreign) if letter.isalpha()]
    if len(letters) < CERTAIN or any(letter.encode("gb18030")[0] >= 0xD0 for letter in letters):
        return False
    return any(_Trial(encoding, pieces).failed is None for encoding in ("euc_jp", "euc_kr"))


class _Trial:
    """Decodes a file: the place of the byte where it `failed`, the line of its first `nul`, and what it looks like.

    The text has `lines`, is `parted` by signs, and is `plausible` as simplified Chinese.
    """

    def __init__(self, encoding: str, pieces: Pieces) -> None:
        self.failed: int | None = None
        self.nul: int | None = None
        self.lines, self.parted = 0, False
        self._counts = encoding != UTF_8
        self._letters = np.zeros(_UNICODE, np.int64)
        decoder = codecs.getincrementaldecoder(encoding)()
        done = 0
        for piece in _with_end(pieces()):
            kept = len(decoder.getstate()[0])
            try:
                self._look(decoder.decode(piece, final=not piece))
            except UnicodeDecodeError as error:
                self.failed = done - kept + error.start
                return
            done += len(piece)

    def _look(self, text: str) -> None:
        if self.nul is None and "\0" in text:
            self.nul = self.lines + text[: text.index("\0")].count("\n") + 1
        self.lines += text.count("\n")
        self.parted = self.parted or any(sign in text for sign in _SIGNS)
        if self._counts and not text.isascii():
            letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
            self._letters += np.bincount(np.minimum(letters, _UNICODE - 1), minlength=_UNICODE)

    @property
    def foreign(self) -> Iterator[str]:
        """Its distinct letters beyond ASCII; of those beyond the first plane one that stands for all."""
        return (chr(point) for point in np.flatnonzero(self._letters) if point > 0x7F)

    @property
    def plausible(self) -> bool:
        """As :func:`.texts.is_plausible`."""
        foreign = self._letters[128:]
        return bool(foreign[_common()[128:]].sum() >= ENOUGH * foreign.sum())


@cache
def _common() -> NDArray[np.bool_]:
    """Which code points are common in simplified Chinese."""
    return np.array([is_common(chr(point)) for point in range(_UNICODE)])


def _with_end(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield from filter(None, pieces)
    yield b""


def _foreign(piece: bytes) -> int:
    return -1 if piece.isascii() else next(at for at, byte in enumerate(piece) if byte > 0x7F)


def _first(pieces: Pieces, find: Callable[[bytes], int]) -> int:
    """The place of the first byte that `find` finds in a piece."""
    done = 0
    for piece in pieces():
        at = find(piece)
        if at >= 0:
            return done + at
        done += len(piece)
    raise ValueError("not in the file")


def _line(pieces: Pieces, where: int) -> int:
    line = 1
    for piece in pieces():
        line += piece[: max(where, 0)].count(b"\n")
        where -= len(piece)
    return line
