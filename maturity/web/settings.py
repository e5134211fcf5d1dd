"""Settings of the operator, from a mapping or the environment (`MATURITY_<NAME>`)."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .. import settings
from ..store.enterprises.caps import enterprise_cap
from ..store.evidence.quotas import quotas
from .requests.reading import whole

KEY_LENGTH = 32
KEY_FILE = "secret-key"
_KNOWN_KEYS = (
    "changeme",
    "change-me",
    "change_me",
    "secret",
    "default",
    "example",
    "development",
    "insecure",
    "password",
)
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


class SettingError(ValueError):
    """An unsafe or invalid setting; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings: `questionnaires` is a folder of definitions, `trusted_hosts` are the host names that are served,
    `base_url` begins links in e-mails, `proxies` is the number of reverse proxies.
    """

    database_url: str
    data_dir: Path
    questionnaires: Path | None
    secret_key: str
    base_url: str
    trusted_hosts: tuple[str, ...]
    mail_url: str | None
    redis_url: str | None
    proxies: int


def read_settings(config: Mapping[str, object]) -> Settings:
    """The settings in force; creates the data directory and the secret key. Raises SettingError."""
    try:
        quotas()
        enterprise_cap()
    except ValueError as error:
        raise SettingError(str(error)) from None
    data_dir = Path(str(config.get("DATA_DIR") or settings.data_dir())).absolute()
    base_url = (_value(config, "BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    host = urlsplit(base_url).hostname
    if host is None:
        raise SettingError(f"MATURITY_BASE_URL: {base_url!r} is not an address such as https://maturity.example.org")
    named = [name.strip() for name in (_value(config, "TRUSTED_HOSTS") or "").split(",") if name.strip()]
    return Settings(
        database_url=_value(config, "DATABASE_URL") or settings.sqlite_in(data_dir),
        data_dir=data_dir,
        questionnaires=_questionnaires(config),
        secret_key=_secret_key(_value(config, "SECRET_KEY"), data_dir),
        base_url=base_url,
        trusted_hosts=tuple(named) if named else (*_LOCAL, host),
        mail_url=_value(config, "MAIL_URL"),
        redis_url=_value(config, "REDIS_URL"),
        proxies=_count(_value(config, "PROXIES") or "0"),
    )


def _value(config: Mapping[str, object], name: str) -> str | None:
    value = config.get(name)
    return str(value) if value is not None else os.environ.get(f"MATURITY_{name}") or None


def _questionnaires(config: Mapping[str, object]) -> Path | None:
    folder = Path(str(config["QUESTIONNAIRES"])) if "QUESTIONNAIRES" in config else settings.questionnaires_dir()
    if folder is not None and not folder.is_dir():
        raise SettingError(f"MATURITY_QUESTIONNAIRES: {folder} is not a folder")
    return folder


def _count(text: str) -> int:
    count = whole(text)
    if count is None:
        raise SettingError(f"MATURITY_PROXIES: {text!r} is not a whole number of trusted proxies")
    return count


def _secret_key(given: str | None, data_dir: Path) -> str:
    """The given key, else the one in the data directory, created at the first start, readable by the owner only."""
    if given is not None:
        return _strong(given, "MATURITY_SECRET_KEY")
    path = data_dir / KEY_FILE
    settings.private_folder(data_dir)
    if not path.exists():
        _draw_key(path)
    return _strong(path.read_text(encoding="ascii").strip(), str(path))


def _draw_key(path: Path) -> None:
    """Create a random key file at `path` atomically; of processes that start together one wins."""
    handle, name = tempfile.mkstemp(prefix=KEY_FILE, dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def _strong(key: str, source: str) -> str:
    if len(key) < KEY_LENGTH:
        raise SettingError(
            f"{source}: {len(key)} characters, at least {KEY_LENGTH} are needed; leave it out to get one"
        )
    if len(set(key)) < 8 or any(word in key.lower() for word in _KNOWN_KEYS):
        raise SettingError(f"{source}: this key can be guessed; leave it out and a random one is made and kept")
    return key
