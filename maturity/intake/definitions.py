"""Questionnaire definitions uploaded by users: the bytes of a file become a questionnaire, or a Refusal with every
mistake.
"""

from collections.abc import Callable
from typing import TypeVar

from ..errors import Place, Refusal, refuse
from ..questionnaire import Questionnaire, read
from ..questionnaire.crosswalk_files import read_crosswalk
from ..text.yamltext import parse

T = TypeVar("T")
MOST_BYTES = 2 * 1024 * 1024
MOST_MISTAKES = 1000  # that are told of one file


def read_definition(data: bytes, source: str) -> Questionnaire:
    """The questionnaire that the file `source` defines; `data` are its bytes. For :func:`.sandbox.run_isolated`.

    Raises Refusal questionnaire-large, intake-not-utf8, and with every mistake of the definition (the first
    MOST_MISTAKES), each with its line.
    """
    return _read(data, source, read)


def check_crosswalk(data: bytes, before: Questionnaire, after: Questionnaire, source: str) -> None:
    """Check the crosswalk file `source` between two versions of a questionnaire. For :func:`.sandbox.run_isolated`.

    Raises Refusal as :func:`read_definition`.
    """
    _read(data, source, lambda text, source: read_crosswalk(parse(text, source), before, after))


def _read(data: bytes, source: str, reader: Callable[[str, str], T]) -> T:
    """What `reader` makes of the text in `data`; of its mistakes, the first MOST_MISTAKES are told."""
    if len(data) > MOST_BYTES:
        raise refuse("questionnaire-large", Place(source), size=len(data) // 1024, most=MOST_BYTES // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("intake-not-utf8", Place(source, data.count(b"\n", 0, error.start) + 1)) from None
    try:
        return reader(text, source)
    except Refusal as refusal:
        raise Refusal(*refusal.problems[:MOST_MISTAKES]) from None
