"""Unified social credit codes (统一社会信用代码) after GB 32100-2015: 18 characters, two of them checks.

Registering authority, class, six digits of the place, nine characters of the organisation (the last one its own check
after GB 11714), and a check over all. The code says nothing about whether it was ever issued.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date

from ..errors import Place, Problem, Refusal
from ..text.plain import normalised
from .tables import shown

EDITION = "GB 32100-2015"
AS_OF = date(2015, 10, 1)  # in force since
LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
AUTHORITIES = "123456789ANY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_REGION = slice(2, 8)
_ORGANISATION = slice(8, 16)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_PILOT = re.compile(r".{2}35.{4}M000.{6}")  # Fujian 2015: some end in a character of another rule
_AS_NUMBER = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{2}|[0-9]{15,}\.0*")

Fault = tuple[str, Mapping[str, object]]  # a code of the catalogue and its values


def check(code: str, place: Place | None = None, accepted: Collection[str] = ()) -> str:
    """The code in capitals without spaces. Refuses a code that cannot exist, with the most telling reason.

    Codes of Fujian's pilot (2015) whose last character alone does not fit can be genuine: those in `accepted` pass.
    """
    clean = normalise(code)
    fault = _number(code, clean) or _malformed(clean, LENGTH) or _inconsistent(clean)
    if fault and not (fault[0] == "class-credit-code-pilot" and clean in map(normalise, accepted)):
        raise Refusal(Problem(fault[0], place or Place(), fault[1]))
    return clean


def waived(code: str) -> bool:
    """A stored code that was taken because somebody confirmed it: its last character does not follow GB 32100."""
    fault = _inconsistent(code) if _PILOT.fullmatch(code) else None
    return fault is not None and fault[0] == "class-credit-code-pilot"


def complete(front: str) -> str:
    """The whole code of its first 16 characters: authority, class, place, organisation. For made-up examples."""
    clean = normalise(front)
    fault = _malformed(clean, LENGTH - 2)
    if fault:
        raise Refusal(Problem(fault[0], values=fault[1]))
    with_organisation = clean + organisation_check(clean[_ORGANISATION])
    return check(with_organisation + check_character(with_organisation))


def normalise(code: str) -> str:
    """Capitals, plain forms of full-width characters, no spaces, hyphens, quotes or invisible characters.

    An apostrophe is how a spreadsheet is told to keep a code as text.
    """
    return re.sub(r"[\s‐-―'‘’`\"“”-]", "", normalised(code)).upper()


def organisation_check(organisation: str) -> str:
    """The ninth character of an organisation code from its first eight (GB 11714: 0 to 9, or X for ten)."""
    total = sum(weight * int(letter, 36) for weight, letter in zip(ORGANISATION_WEIGHTS, organisation, strict=True))
    return "0123456789X0"[11 - total % 11]


def check_character(front: str) -> str:
    """The 18th character from the first 17, all of the alphabet."""
    total = sum(weight * ALPHABET.index(letter) for weight, letter in zip(WEIGHTS, front, strict=True))
    return ALPHABET[-total % 31]


def _number(code: str, clean: str) -> Fault | None:
    """A code that a spreadsheet keeps as a number: 9.11101E+17, or its last three of 18 digits are lost."""
    lost = len(clean) == LENGTH and clean.isdecimal() and clean.endswith("000") and _inconsistent(clean)
    if lost or _AS_NUMBER.fullmatch(normalised(code).upper()):
        return "class-credit-code-number", {"text": shown(code)}
    return None


def _malformed(code: str, wanted: int) -> Fault | None:
    """What keeps the checks from being computed: the length, else characters outside the alphabet."""
    if len(code) != wanted:
        return "class-credit-code-length", {"text": shown(code), "length": len(code), "wanted": wanted}
    strange = [f"{letter} ({at})" for at, letter in enumerate(code, 1) if letter not in ALPHABET]
    return ("class-credit-code-alphabet", {"text": code, "strange": ", ".join(strange)}) if strange else None


def _inconsistent(code: str) -> Fault | None:
    """The narrowest thing that is wrong with a well-formed code: any of them makes the last check fail too."""
    values = {"text": code, "authority": code[0], "region": code[_REGION]}
    sound = {
        "class-credit-code-authority": code[0] in AUTHORITIES,
        "class-credit-code-region": code[_REGION].isdecimal(),
        "class-credit-code-organisation": code[16] == organisation_check(code[_ORGANISATION]),
        "class-credit-code-check": code[17] == check_character(code[:17]),
    }
    fault = next((name for name, well in sound.items() if not well), None)
    if fault == "class-credit-code-check" and _PILOT.fullmatch(code):
        fault = "class-credit-code-pilot"
    return (fault, values) if fault else None
