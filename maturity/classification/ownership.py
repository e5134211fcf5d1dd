"""Who holds an enterprise: the classes that statistical reporting in China uses for controlling shareholders."""

from collections.abc import Mapping

from ..errors import Place, refuse
from ..plaintext import folded
from ..questionnaire import Text

EDITION = Text("企业控股情况", "Controlling shareholder")

OWNERSHIPS: Mapping[str, Text] = {
    "state": Text("国有控股", "State"),
    "collective": Text("集体控股", "Collective"),
    "private": Text("私人控股", "Private"),
    "hmt": Text("港澳台商控股", "Hong Kong, Macao or Taiwan"),
    "foreign": Text("外商控股", "Foreign"),
    "other": Text("其他", "Other"),
}


def read_ownership(text: str, place: Place | None = None) -> str:
    """The code of a class, given as code or name in either language; "" is not stated.

    Raises Refusal class-ownership.
    """
    wish = folded(text)
    for code, name in OWNERSHIPS.items():
        if wish in (code, name.zh, name.en.casefold()):
            return code
    if wish:
        allowed = ", ".join(OWNERSHIPS)
        raise refuse("class-ownership", place or Place(), found=text[:40], allowed=allowed)
    return ""
