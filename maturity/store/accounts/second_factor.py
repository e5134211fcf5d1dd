"""The second factor of accounts: codes by time (TOTP, RFC 6238) and recovery codes that work once."""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

import pyotp
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from ...errors import Place, refuse
from ..enterprises import audit
from ..schema.access import recovery_codes, second_factors
from ..sealing import Sealer
from ..types import is_id, now
from . import attempts
from .people import Person, end_sessions

ISSUER = "Maturity"
STEP = 30  # seconds
WINDOW = 1  # steps before and after the present one, for clocks that are not exact
RECOVERY_CODES = 10
TRIES, MINUTES = 5, 15
DAILY_TRIES = 30
Answer = Literal["right", "wrong", "often"]


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """The second factor of an account. `secret` is in Base32, None where the key has changed since.

    `confirmed_at` is None until the first code was right; `codes` is how many recovery codes are left.
    """

    secret: str | None
    confirmed_at: datetime | None
    codes: int


def second_factor(c: Connection, person_id: str, sealer: Sealer) -> SecondFactor | None:
    """The second factor of an account, confirmed or not; None without one."""
    left = select(func.count()).where(recovery_codes.c.person_id == person_id, recovery_codes.c.used_at.is_(None))
    query = select(second_factors, left.scalar_subquery().label("codes"))
    row = c.execute(query.where(second_factors.c.person_id == person_id)).one_or_none()
    return SecondFactor(sealer.open(row.secret), row.confirmed_at, row.codes) if row else None


def has_second_factor(c: Connection, person_id: str) -> bool:
    """Whether a code has to be asked for after the password."""
    mine = (second_factors.c.person_id == person_id, second_factors.c.confirmed_at.is_not(None))
    return c.scalar(select(second_factors.c.person_id).where(*mine)) is not None


def begin(c: Connection, person: Person, sealer: Sealer) -> None:
    """Draw a new secret, to be confirmed by :func:`confirm`; one that is confirmed stays.

    Raises Refusal second-factor-there.
    """
    if has_second_factor(c, person.id):
        raise refuse("second-factor-there")
    c.execute(delete(second_factors).where(second_factors.c.person_id == person.id))
    values = {"secret": sealer.seal(pyotp.random_base32()), "begun_at": now(), "confirmed_at": None, "last_step": 0}
    c.execute(insert(second_factors).values(person_id=person.id, **values))
    _record(c, person.id, person.id, "begun")


def address(person: Person, secret: str) -> str:
    """The otpauth:// address of a secret, as authenticator apps read it from a QR code."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=person.email, issuer_name=ISSUER)


def confirm(c: Connection, person: Person, code: str, sealer: Sealer) -> list[str]:
    """Confirm the secret with a first code; all sessions end. Returns the recovery codes, which are not stored.

    Raises Refusal second-factor-wrong, second-factor-none without a secret.
    """
    row = c.execute(select(second_factors.c.secret).where(_unconfirmed(person.id))).one_or_none()
    secret = sealer.open(row.secret) if row else None
    if secret is None:
        raise refuse("second-factor-none")
    step = _step_of(secret, code)
    if step is None:
        raise refuse("second-factor-wrong", Place(column="code"))
    c.execute(update(second_factors).where(_unconfirmed(person.id)).values(confirmed_at=now(), last_step=step))
    _record(c, person.id, person.id, "on")
    end_sessions(c, person.id)
    return _draw_codes(c, person.id)


def renew_codes(c: Connection, person: Person) -> list[str]:
    """Replace the recovery codes; returns the new ones. Raises Refusal second-factor-none."""
    if not has_second_factor(c, person.id):
        raise refuse("second-factor-none")
    _record(c, person.id, person.id, "codes")
    return _draw_codes(c, person.id)


def remove(c: Connection, person_id: str, by: str | None) -> None:
    """Remove the second factor of an account, and end its sessions where `by` is somebody else; may be repeated."""
    c.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person_id))
    if c.execute(delete(second_factors).where(second_factors.c.person_id == person_id)).rowcount:
        _record(c, by, person_id, "off")
        if by != person_id:
            end_sessions(c, person_id)


def check(c: Connection, person_id: str, code: str, sealer: Sealer) -> Answer:
    """Whether a code, or a recovery code, is right; it is used up then. "often" after too many tries, right or not.

    To be called in a transaction that is committed whatever the answer is: it counts the tries.
    """
    if not is_id(person_id):
        return "wrong"
    tries = attempts.count_attempt(c, _tries(person_id), MINUTES * 60)
    daily = attempts.count_attempt(c, f"second factor, day {person_id}", 24 * 3600)
    if tries > TRIES or daily > DAILY_TRIES:
        return "often"
    if _use_code(c, person_id, code, sealer) or _use_recovery_code(c, person_id, code):
        attempts.reset_attempts(c, _tries(person_id))
        return "right"
    audit.record(c, None, "person.refused", detail={"person": person_id})
    return "wrong"


def _use_code(c: Connection, person_id: str, code: str, sealer: Sealer) -> bool:
    mine = (second_factors.c.person_id == person_id, second_factors.c.confirmed_at.is_not(None))
    sealed = c.scalar(select(second_factors.c.secret).where(*mine))
    secret = sealer.open(sealed) if sealed else None
    step = _step_of(secret, code) if secret else None
    if step is None:
        return False
    once = update(second_factors).where(*mine, second_factors.c.last_step < step).values(last_step=step)
    return c.execute(once).rowcount == 1


def _use_recovery_code(c: Connection, person_id: str, code: str) -> bool:
    mine = (recovery_codes.c.sha256 == _digest(code), recovery_codes.c.person_id == person_id)
    once = update(recovery_codes).where(*mine, recovery_codes.c.used_at.is_(None)).values(used_at=now())
    return c.execute(once).rowcount == 1


def _step_of(secret: str, code: str) -> int | None:
    """The time step that `code` belongs to, among those that count now."""
    typed, present, totp = "".join(code.split()), int(now().timestamp()) // STEP, pyotp.TOTP(secret, interval=STEP)
    steps = range(present - WINDOW, present + WINDOW + 1)
    given = typed.encode(errors="replace")
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), given)]
    return right[0] if right else None


def _draw_codes(c: Connection, person_id: str) -> list[str]:
    drawn = [base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(RECOVERY_CODES)]
    c.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person_id))
    c.execute(insert(recovery_codes), [{"sha256": _digest(code), "person_id": person_id} for code in drawn])
    return ["-".join(code[start : start + 4] for start in range(0, 16, 4)) for code in drawn]


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(plain.encode(errors="replace")).hexdigest()


def _tries(person_id: str) -> str:
    return f"second factor {person_id}"


def _unconfirmed(person_id: str) -> ColumnElement[bool]:
    return (second_factors.c.person_id == person_id) & second_factors.c.confirmed_at.is_(None)


def _record(c: Connection, by: str | None, person_id: str, what: str) -> None:
    audit.record(c, by, "person.second-factor", detail={"person": person_id, "what": what})
