"""The key pair of this instance. Exports are signed with Ed25519, so that other instances can verify them."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ..errors import refuse
from ..settings import private_folder, value

FILE = "instance.key"  # in the data directory: 32 bytes in hexadecimal, mode 0600
SETTING = "MATURITY_INSTANCE_KEY"  # the same, for operators who store secrets elsewhere
ALGORITHM = "Ed25519"


@dataclass(frozen=True, slots=True)
class Signer:
    """The private key of this instance."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key: 64 hexadecimal digits."""
        return self.private.public_key().public_bytes_raw().hex()

    def signature(self, data: bytes) -> dict[str, str]:
        """The content of `signature.json` for `data`."""
        return {"algorithm": ALGORITHM, "key": self.public, "signature": self.private.sign(data).hex()}


def load_signer(data_dir: Path) -> Signer:
    """The signer of this instance; a missing key is generated.

    Raises Refusal instance-key if the setting or the file has no valid key, or the file cannot be written.
    """
    text = value(SETTING)
    try:
        seed = bytes.fromhex(text if text else _kept(data_dir / FILE))
        return Signer(Ed25519PrivateKey.from_private_bytes(seed))
    except (ValueError, OSError):
        raise refuse("instance-key", file=FILE, setting=SETTING) from None


def _kept(path: Path) -> str:
    """The text of the key file, created if needed; of processes that start together the first one's is used."""
    if not path.exists():
        private_folder(path.parent)
        half = path.with_name(f"{FILE}.{token_hex(8)}")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(half, path)
        finally:
            half.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()


def verified_key(signature: object, data: bytes) -> str | None:
    """The public key of a valid signature over `data`; None for an invalid one."""
    if not isinstance(signature, dict) or signature.get("algorithm") != ALGORITHM:
        return None
    try:
        key = str(signature["key"]).lower()
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature["signature"]), data)
    except (KeyError, ValueError, TypeError, InvalidSignature):
        return None
    return key
