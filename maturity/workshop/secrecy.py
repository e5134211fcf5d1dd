"""Codes of rooms and seats, and the keys under which votes are kept so that nobody can tell whose they are.

The secret of a seat is derived from its code by argon2id with the salt of the room, and stays with the phone. What the
database knows a seat by is an HMAC of that secret, and so is the key of each of its votes; without the secret the one
does not lead to the other. The code itself is stored nowhere: whoever has a copy of the database has to try 31**8
codes, at the cost of argon2id each.
"""

import hmac
import secrets
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which are misread
ROOM_LETTERS, SEAT_LETTERS = 6, 8
COST = {"time_cost": 3, "memory_cost": 32 * 1024, "parallelism": 1}


def new_room_code() -> str:
    """A random code to join a room with."""
    return _code(ROOM_LETTERS)


def new_seat_code() -> str:
    """A random code that brings a seat to another device."""
    return _code(SEAT_LETTERS)


def new_salt() -> str:
    """The salt of a room, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def read_code(text: str, letters: int) -> str | None:
    """The code as it was typed: blanks, hyphens and small letters are understood; None where it cannot be one."""
    found = "".join(letter for letter in text.upper() if letter not in " -\u3000")
    return found if len(found) == letters and all(letter in ALPHABET for letter in found) else None


def seat_secret(code: str, salt: str) -> str:
    """The secret of the seat with this code in the room with this salt, 64 hexadecimal digits. Slow on purpose."""
    return hash_secret_raw(code.encode(), bytes.fromhex(salt), hash_len=32, type=Type.ID, **COST).hex()


def seat_key(secret: str) -> str:
    """What the database knows the seat by."""
    return _mac(secret, "seat")


def vote_key(secret: str, room: str, item: str, round: int) -> str:
    """The key of the vote of a seat on an item of a room in a round: one a seat, and no link to any other."""
    return _mac(secret, f"vote|{room}|{item}|{round}")


def argument_key(secret: str, room: str, item: str, round: int) -> str:
    """The id of the argument of a seat on an item in a round, 32 hexadecimal digits; no link to its vote."""
    return _mac(secret, f"argument|{room}|{item}|{round}")[:32]


def _mac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()


def _code(letters: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(letters))
