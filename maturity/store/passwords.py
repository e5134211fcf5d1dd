"""Passwords: what is too weak to keep, and a check that takes as long for a stranger as for a friend."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import Place, Problem, Refusal
from .types import clean

LEAST = 10
MOST = 200  # hashing a novel would keep the server busy
_HASHER = PasswordHasher()
# The commonest of published lists that are long enough to get past LEAST, and their likes on Chinese keyboards.
_COMMONEST = """
    1234567890 12345678910 123456789a 1234567891 0123456789 0987654321 9876543210 1111111111 0000000000 6666666666
    8888888888 5201314520 1314520520 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y qwertyuiop qwerty12345 qwerty123456
    asdfghjkl; asdfghjkl1 zxcvbnm123 password12 password123 password1234 password12345 passw0rd123 p@ssw0rd123
    p@ssword123 admin12345 admin123456 administrator administrator1 letmein123 welcome123 welcome1234 iloveyou12
    iloveyou123 abcdefghij abcd123456 abc1234567 abc123456789 a123456789 aa12345678 aaaaaaaaaa qq123456789
    woaini1314 woaini1314520 woaini520520 changeme123 changeme1234 football123 1234qwerasdf 123qweasdzxc q1w2e3r4t5
    q1w2e3r4t5y6 147258369a 1472583690 zaq12wsxcde 123123123123 1122334455 11223344556 maturity123 maturity1234
"""
_COMMON = frozenset(_COMMONEST.split())


def accept(password: str, email: str) -> None:
    """Raise Refusal with everything that is wrong with a new password."""
    clean(password, "password")
    found: list[tuple[str, dict[str, object]]] = []
    if len(password) < LEAST:
        found.append(("account-password-short", {"least": LEAST}))
    if len(password) > MOST:
        found.append(("account-password-long", {"most": MOST}))
    if password.strip().lower() == email.lower():
        found.append(("account-password-email", {}))
    if password.strip().lower() in _COMMON:
        found.append(("account-password-common", {}))
    if found:
        raise Refusal(*(Problem(code, Place(column="password"), values) for code, values in found))


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
