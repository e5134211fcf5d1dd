"""Passwords: what is too weak to keep, and a check that takes as long for a stranger as for a friend."""

import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ...errors import Place, Problem, Refusal
from ..types import clean

LEAST = 10
MOST = 200  # hashing a novel would keep the server busy
_HASHER = PasswordHasher()
_LEAST_GUESSES = 9  # powers of ten that an attacker who knows the person needs
_READ = 72  # characters that are estimated: the estimate takes longer than linear time
# What zxcvbn's English lists do not hold and people at Chinese keyboards choose
_COMMON = ("woaini", "1314520", "5201314", "1314", "520", "woaini1314", "qq123", "maturity", "zaq12wsx", "1qaz2wsx")
_FIRM_ENDINGS = ("股份有限公司", "有限责任公司", "有限公司", "公司", "集团", "co., ltd.", "co. ltd.", "ltd", "limited")


def accept(password: str, email: str, *own: str) -> None:
    """Raise Refusal with everything that is wrong with a new password; `own` are names of person and enterprise."""
    clean(password, "password")
    found: list[tuple[str, dict[str, object]]] = []
    if len(password) < LEAST:
        found.append(("account-password-short", {"least": LEAST}))
    if len(password) > MOST:
        found.append(("account-password-long", {"most": MOST}))
    if password.strip().lower() == email.lower():
        found.append(("account-password-email", {}))
    elif LEAST <= len(password) <= MOST:
        found.extend((code, {}) for code in _guessable(password, _words(email, own)))
    if found:
        raise Refusal(*(Problem(code, Place(column="password"), values) for code, values in found))


def _guessable(password: str, words: list[str]) -> list[str]:
    """Why the password would be guessed soon: the code of the pattern that makes up most of it; none if it is good."""
    from zxcvbn import zxcvbn

    told = zxcvbn(password[:_READ], user_inputs=[*words, *_COMMON])
    if told["guesses_log10"] >= _LEAST_GUESSES:
        return []
    longest = max(told["sequence"], key=lambda part: len(part["token"]))
    if longest.get("dictionary_name") == "user_inputs" and longest["matched_word"] in words:
        return ["account-password-own"]
    return [_PATTERNS.get(longest["pattern"], "account-password-common")]


_PATTERNS = {
    "repeat": "account-password-repeat",
    "sequence": "account-password-sequence",
    "spatial": "account-password-sequence",
    "date": "account-password-date",
    "regex": "account-password-date",
}


def _words(email: str, own: tuple[str, ...]) -> list[str]:
    """What an attacker who knows the person tries first: parts of the address, names, and names without their ends."""
    names = [name.strip().lower() for name in own]
    parts = [email.lower(), *re.split(r"[@._+-]", email.lower())]
    for name in names:
        parts += [name, *name.split()]
        parts += [name.removesuffix(end).strip() for end in _FIRM_ENDINGS]
    return sorted({part for part in parts if len(part) >= 3 or not part.isascii()} - {""})


def hashed(password: str) -> str:
    """Argon2id with a salt of its own."""
    return _HASHER.hash(password)


def matches(password: str, known: str | None) -> bool:
    """`password` is the one behind `known`. Without one, the same work is done and the answer is no."""
    try:
        _HASHER.verify(known or _nobody(), password[: MOST + 1].encode(errors="replace"))
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


@cache
def _nobody() -> str:
    return hashed("nobody's password, never accepted")
