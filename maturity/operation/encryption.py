"""Backups encrypted to the keys of who may restore them, in the format of age; `age` itself reads them too."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..errors import Place, refuse

_HEAD = b"age-encryption.org/"


def recipients_of(keys: Sequence[str]) -> list[Any]:
    """The public keys age1… or ssh-…. Raises Refusal backup-recipient, backup-extra."""
    return [_recipient(key.strip()) for key in keys]


def encrypt(plain: Path, encrypted: Path, recipients: Sequence[Any]) -> None:
    """Write the file `plain` encrypted to `recipients`."""
    with plain.open("rb") as source, encrypted.open("xb") as target:
        _age().encrypt_io(source, target, recipients)


@contextmanager
def decrypted(path: Path, identity: Path | None, beside: Path) -> Iterator[Path]:
    """The file itself where it is not encrypted, else a decrypted one in a folder of `beside` that is gone afterwards.

    Raises Refusal backup-encrypted without an identity, backup-identity where it is none or not that of a recipient,
    backup-damaged.
    """
    with path.open("rb") as file:
        plain = file.read(len(_HEAD)) != _HEAD
    if plain:
        yield path
        return
    if identity is None:
        raise refuse("backup-encrypted", Place(str(path)))
    with TemporaryDirectory(prefix=".decrypted-", dir=beside) as folder:
        opened = Path(folder) / "backup.zip"
        _decrypt(path, opened, identity)
        yield opened


def _decrypt(path: Path, target: Path, identity: Path) -> None:
    age = _age()
    try:
        with path.open("rb") as source, target.open("xb") as file:
            age.decrypt_io(source, file, _identities(age, identity))
    except (age.DecryptError, age.IdentityError, UnicodeDecodeError):
        raise refuse("backup-identity", Place(str(identity))) from None
    except OSError as error:
        if error.errno is not None:  # of a file; what age finds wrong in one has no number
            raise
        raise refuse("backup-damaged", Place(str(path)), part=path.name) from None


def _identities(age: Any, file: Path) -> list[Any]:
    """The private keys in a file of `age-keygen`, or the one of OpenSSH."""
    text = file.read_text(encoding="ascii")
    if "OPENSSH" in text:
        return [age.ssh.Identity.from_buffer(text.encode())]
    return [age.x25519.Identity.from_str(line) for line in text.split() if line.startswith("AGE-SECRET-KEY-")]


def _recipient(key: str) -> Any:
    age = _age()
    try:
        return (age.ssh if key.startswith("ssh-") else age.x25519).Recipient.from_str(key)
    except age.RecipientError:
        raise refuse("backup-recipient", found=key[:80]) from None


def _age() -> Any:
    try:
        import pyrage  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        raise refuse("backup-extra") from None
    return pyrage
