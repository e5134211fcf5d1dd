"""Kinds of values that a setting can have: the test that a text passes, and the code of the error where it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

KEY_LENGTH = 32
ROLES = ("enterprise", "consultant", "analyst", "administrator")  # of accounts
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
LEAST_DAYS = 180  # of logs: six months, as the Cybersecurity Law asks
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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of values. `code` is the error for a text that it does not hold; of a `secret` one nothing is printed."""

    code: str
    zh: str
    en: str
    holds: Callable[[str], bool]
    secret: bool = False


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _days(text: str) -> bool:
    return _whole(text) and int(text) >= LEAST_DAYS


def _roles(text: str) -> bool:
    return all(name.strip() in ROLES for name in text.split(","))


def _address(*schemes: str) -> Callable[[str], bool]:
    """A test for URLs with one of these schemes, a host, and a port that is a number where there is one."""

    def holds(text: str) -> bool:
        try:
            parts = urlsplit(text)
            return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:
            return False

    return holds


def secure_address(text: str) -> bool:
    """Whether a URL is encrypted, or leads to this machine."""
    if not _address("http", "https")(text):
        return False
    parts = urlsplit(text)
    return parts.scheme == "https" or parts.hostname in _LOOPBACK


def _issuer(text: str) -> bool:
    return secure_address(text) and not set("?# ") & set(text)


def _words(text: str) -> bool:
    return len(text) <= 200 and text.isprintable() and bool(text.strip())


def group_roles(text: str) -> dict[str, str]:
    """Group -> role, of `group=role` between commas; "" for a role where there is none."""
    parts = [part.strip().rpartition("=") for part in text.split(",")]
    return {group.strip(): role.strip() for group, _, role in parts}


def _group_roles(text: str) -> bool:
    return all(group and role in ROLES for group, role in group_roles(text).items())


def _database(text: str) -> bool:
    scheme, mark, rest = text.partition("://")
    return bool(mark and rest) and scheme.partition("+")[0] in ("sqlite", "postgresql")


def _hosts(text: str) -> bool:
    names = [name.strip() for name in text.split(",")]
    return any(names) and not any(letter in "/@ " for name in names for letter in name)


def _redis(text: str) -> bool:
    return _address("redis", "rediss")(text) or text.startswith("unix:///")


def _hexadecimal(text: str) -> bool:
    return len(text) == 64 and all(letter in "0123456789abcdefABCDEF" for letter in text)


def strong_key(text: str) -> bool:
    """Whether a text is long enough and cannot be guessed as the key that signs sessions."""
    return len(text) >= KEY_LENGTH and len(set(text)) >= 8 and not any(word in text.lower() for word in _KNOWN_KEYS)


ANY_FOLDER = Kind("setting-folder", "文件夹", "folder", lambda text: not Path(text).is_file())
FOLDER = Kind("setting-folder", "已有的文件夹", "existing folder", lambda text: Path(text).is_dir())
NUMBER = Kind("setting-number", "整数", "whole number", _whole)
ROLE_NAMES = Kind("setting-roles", "角色，用逗号分隔", "roles, separated by commas", _roles)
DAYS = Kind("setting-days", f"不少于 {LEAST_DAYS} 的整数", f"whole number from {LEAST_DAYS} on", _days)
ADDRESS = Kind("setting-address", "网址", "address", _address("http", "https"))
ISSUER = Kind("setting-issuer", "https 网址", "https address", _issuer)
WORDS = Kind("setting-words", "一行文字", "one line of text", _words)
PASSPHRASE = Kind("setting-words", "一行文字", "one line of text", _words, secret=True)
GROUP_ROLES = Kind("setting-group-roles", "组=角色，用逗号分隔", "group=role, separated by commas", _group_roles)
HOSTS = Kind("setting-hosts", "主机名，用逗号分隔", "host names, separated by commas", _hosts)
SWITCH = Kind("setting-switch", "on 或 off", "on or off", lambda text: text in ("on", "off"))
LOG = Kind("setting-log", "text 或 json", "text or json", lambda text: text in ("text", "json"))
TOKEN = Kind("setting-token", "不少于 16 个字符", "at least 16 characters", lambda text: len(text) >= 16, secret=True)
LANGUAGE = Kind("setting-language", "zh 或 en", "zh or en", lambda text: text in ("zh", "en"))
DATABASE = Kind("setting-database", "数据库地址", "database URL", _database, secret=True)
MAIL = Kind(
    "setting-mail", "smtp:// 或 smtps:// 地址", "smtp:// or smtps:// URL", _address("smtp", "smtps"), secret=True
)
REDIS = Kind("setting-redis", "redis:// 地址", "redis:// URL", _redis, secret=True)
KEY = Kind("setting-key", f"不少于 {KEY_LENGTH} 个字符", f"at least {KEY_LENGTH} characters", strong_key, secret=True)
PRIVATE_KEY = Kind("setting-private-key", "64 位十六进制数", "64 hexadecimal digits", _hexadecimal, secret=True)
