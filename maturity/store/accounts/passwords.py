"""Passwords: rejection of weak ones, and verification in the same time for unknown accounts."""

import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ...errors import Place, Problem, Refusal
from ..types import check_text

MIN_LENGTH = 10
MAX_LENGTH = 200  # limits the work of hashing
_HASHER = PasswordHasher()
_LEAST_GUESSES = 9  # powers of ten that an attacker who knows the person needs
_READ = 72  # characters used by the estimate, whose time is more than linear
# Passwords common in China that are not in zxcvbn's English lists
_COMMON = ("woaini", "1314520", "5201314", "1314", "520", "woaini1314", "qq123", "maturity", "zaq12wsx", "1qaz2wsx")
_FIRM_ENDINGS = ("股份有限公司", "有限责任公司", "有限公司", "公司", "集团", "co., ltd.", "co. ltd.", "ltd", "limited")


def check_password(password: str, email: str, *own: str) -> None:
    """Raise Refusal with all faults of a new password; `own` are the names of the person and their enterprise."""
    check_text(password, "password")
    found: list[tuple[str, dict[str, object]]] = []
    if len(password) < MIN_LENGTH:
        found.append(("account-password-short", {"least": MIN_LENGTH}))
    if len(password) > MAX_LENGTH:
        found.append(("account-password-long", {"most": MAX_LENGTH}))
    if password.strip().lower() == email.lower():
        found.append(("account-password-email", {}))
    elif MIN_LENGTH <= len(password) <= MAX_LENGTH:
        found.extend((code, {}) for code in _guessable(password, _words(email, own)))
    if found:
        raise Refusal(*(Problem(code, Place(column="password"), values) for code, values in found))


def _guessable(password: str, words: list[str]) -> list[str]:
    """The error code of the pattern that makes up most of a weak password, as a list; empty for a good one."""
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
    """Words that an attacker would try first: parts of the e-mail address, names, and names without legal forms."""
    names = [name.strip().lower() for name in own]
    parts = [email.lower(), *re.split(r"[@._+-]", email.lower())]
    for name in names:
        parts += [name, *name.split()]
        parts += [name.removesuffix(end).strip() for end in _FIRM_ENDINGS]
    return sorted({part for part in parts if len(part) >= 3 or not part.isascii()} - {""})


def hash_password(password: str) -> str:
    """The Argon2id hash with a random salt."""
    return _HASHER.hash(password)


def verify_password(password: str, known: str | None) -> bool:
    """Whether `password` has the hash `known`; False without one, after the same amount of work."""
    try:
        _HASHER.verify(known or _nobody(), password[: MAX_LENGTH + 1].encode(errors="replace"))
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


@cache
def _nobody() -> str:
    return hash_password("nobody's password, never accepted")
