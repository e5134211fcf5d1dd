"""Types of production, which decide about weights and omitted areas: process and discrete."""

from collections.abc import Mapping
from functools import cache

from ..errors import Place, refuse
from ..questionnaire import Text
from .spelling import Spellings

PRODUCTION_TYPES: Mapping[str, Text] = {
    "process": Text("流程型", "Process"),
    "discrete": Text("离散型", "Discrete"),
}
_ENDINGS = {
    "zh": ("", "型", "制造", "型制造", "型生产", "型企业", "制造业"),
    "en": ("", " type", " manufacturing", " industry"),
}


def read_production_type(text: str, place: Place | None = None) -> str:
    """The code of a type, given as code or name in either language (流程型, 离散, discrete manufacturing).

    Raises Refusal facts-production-type.
    """
    codes = _spellings().codes(text)
    if not codes:
        listed = "、".join(f"{code}（{name.zh}）" for code, name in PRODUCTION_TYPES.items())
        allowed = " or ".join(PRODUCTION_TYPES)
        raise refuse("facts-production-type", place or Place(), found=text[:40], allowed_en=allowed, allowed_zh=listed)
    return codes[0]


@cache
def _spellings() -> Spellings:
    return Spellings(
        (stem + ending, code)
        for code, name in PRODUCTION_TYPES.items()
        for stem, endings in ((name.zh.removesuffix("型"), _ENDINGS["zh"]), (name.en, _ENDINGS["en"]))
        for ending in endings
    )
