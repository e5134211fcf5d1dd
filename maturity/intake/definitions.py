"""Questionnaire definitions of strangers: a file as bytes becomes a questionnaire, or every mistake is told."""

from ..errors import Place, Refusal, refuse
from ..questionnaire import Questionnaire, read

MOST_BYTES = 2 * 1024 * 1024
MOST_MISTAKES = 1000  # that are told of one file


def read_definition(data: bytes, source: str) -> Questionnaire:
    """The questionnaire that the file `source` defines; `data` are its bytes. For :func:`.sandbox.run_isolated`.

    Raises Refusal questionnaire-large, intake-not-utf8, and with every mistake of the definition (the first
    MOST_MISTAKES), each with its line.
    """
    if len(data) > MOST_BYTES:
        raise refuse("questionnaire-large", Place(source), size=len(data) // 1024, most=MOST_BYTES // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("intake-not-utf8", Place(source, data.count(b"\n", 0, error.start) + 1)) from None
    try:
        return read(text, source)
    except Refusal as refusal:
        raise Refusal(*refusal.problems[:MOST_MISTAKES]) from None
