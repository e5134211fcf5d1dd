"""Encryption of secrets that the database has to give back: one-time codes, e-mails that wait, printed totals."""

from base64 import urlsafe_b64encode
from typing import Literal

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Purpose = Literal["second factor", "mail", "workshop totals"]


class Sealer:
    """Encrypts texts for the database with a key derived from the application's secret key, one for each purpose."""

    def __init__(self, secret_key: str, purpose: Purpose) -> None:
        key = HKDF(SHA256(), 32, salt=None, info=f"maturity {purpose}".encode()).derive(secret_key.encode())
        self._fernet = Fernet(urlsafe_b64encode(key))

    def seal(self, text: str) -> str:
        """The encrypted text."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The text; None where it was encrypted with another key."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
