"""Who holds an enterprise: the classes that statistical reporting in China uses for controlling shareholders."""

from collections.abc import Mapping
from functools import cache

from ..errors import Place, refuse
from ..questionnaire import Text
from ..text.plain import normalised
from .spelling import Spellings

EDITION = Text("企业控股情况", "Controlling shareholder")

OWNERSHIPS: Mapping[str, Text] = {
    "state": Text("国有控股", "State"),
    "collective": Text("集体控股", "Collective"),
    "private": Text("私人控股", "Private"),
    "hmt": Text("港澳台商控股", "Hong Kong, Macao or Taiwan"),
    "foreign": Text("外商控股", "Foreign"),
    "other": Text("其他", "Other"),
}


# Words in daily use for one class alone. 中外合资, 合资, 股份制, 民办 and 混合所有 leave open who holds the enterprise.
_WORDS = {
    "state": ("国有", "国营", "国资", "国企", "央企"),
    "collective": ("集体", "集体所有", "集体所有制"),
    "private": ("民营", "私营", "民企", "私企", "私有", "私人"),
    "hmt": ("港澳台", "港澳台资", "港澳台商", "港澳台商投资"),
    "foreign": ("外资", "外企", "外商", "外商投资", "外商独资", "外资独资"),
}
_ENDINGS = ("", "企业", "控股", "控股企业")


def read_ownership(text: str, place: Place | None = None) -> str:
    """The code of a class, given as code, name in either language or word in daily use (民企); "" is not stated.

    Raises Refusal class-ownership.
    """
    codes = _spellings().codes(text)
    if codes:
        return codes[0]
    if normalised(text):
        allowed = ", ".join(OWNERSHIPS)
        raise refuse("class-ownership", place or Place(), found=text[:40], allowed=allowed)
    return ""


@cache
def _spellings() -> Spellings:
    names = ((word, code) for code, name in OWNERSHIPS.items() for word in (code, name.zh, name.en))
    words = ((word + end, code) for code, stems in _WORDS.items() for word in stems for end in _ENDINGS)
    return Spellings((*names, *words))
