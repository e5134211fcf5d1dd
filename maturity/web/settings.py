"""Settings of the web application, from a mapping or the environment (`MATURITY_<NAME>`)."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .. import settings
from ..errors import Place, refuse
from ..settings.kinds import group_roles, strong_key
from .requests.reading import whole

KEY_FILE = "secret-key"
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID Connect provider: `roles` are pairs of a group and its role, `groups` the claim that lists groups."""

    issuer: str
    client_id: str
    client_secret: str
    name: str | None
    roles: tuple[tuple[str, str], ...]
    groups: str


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
    metrics_token: str | None
    second_factor: tuple[str, ...]
    oidc: Oidc | None


def read_settings(config: Mapping[str, object]) -> Settings:
    """The settings in force; creates the data directory and the secret key.

    Raises Refusal with every name that is unknown and every value that cannot be.
    """
    settings.check_settings()
    data_dir = Path(_value(config, "DATA_DIR") or "").absolute()
    base_url = (_value(config, "BASE_URL") or "").rstrip("/")
    named = _names(_value(config, "TRUSTED_HOSTS"))
    folder = _value(config, "QUESTIONNAIRES")
    return Settings(
        database_url=_value(config, "DATABASE_URL") or settings.sqlite_in(data_dir),
        data_dir=data_dir,
        questionnaires=Path(folder).absolute() if folder else None,
        secret_key=_value(config, "SECRET_KEY") or _kept_key(data_dir),
        base_url=base_url,
        trusted_hosts=named or (*_LOCAL, str(urlsplit(base_url).hostname)),
        mail_url=_value(config, "MAIL_URL"),
        redis_url=_value(config, "REDIS_URL"),
        metrics_token=_value(config, "METRICS_TOKEN"),
        proxies=whole(_value(config, "PROXIES")) or 0,
        second_factor=_names(_value(config, "SECOND_FACTOR")),
        oidc=_oidc(config),
    )


def _oidc(config: Mapping[str, object]) -> Oidc | None:
    issuer, roles = _value(config, "OIDC_ISSUER"), _value(config, "OIDC_ROLES")
    if issuer is None:
        return None
    return Oidc(
        issuer,
        client_id=_value(config, "OIDC_CLIENT_ID") or "",
        client_secret=_value(config, "OIDC_CLIENT_SECRET") or "",
        name=_value(config, "OIDC_NAME"),
        roles=tuple(group_roles(roles).items()) if roles else (),
        groups=_value(config, "OIDC_GROUPS") or "",
    )


def _value(config: Mapping[str, object], name: str) -> str | None:
    """The setting MATURITY_`name` where `config` holds it, else from the environment."""
    given = config.get(name)
    name = f"MATURITY_{name}"
    return settings.value(name) if given is None else settings.check_value(name, str(given))


def _names(text: str | None) -> tuple[str, ...]:
    """The names between the commas."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _kept_key(data_dir: Path) -> str:
    """The key in the data directory, created at the first start, readable by the owner only."""
    path = data_dir / KEY_FILE
    settings.private_folder(data_dir)
    if not path.exists():
        _draw_key(path)
    key = path.read_text(encoding="ascii").strip()
    if not strong_key(key):
        raise refuse("setting-key", Place(str(path)), name=path.name)
    return key


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
