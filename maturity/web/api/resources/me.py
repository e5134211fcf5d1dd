"""The person and the token of the request."""

from datetime import datetime

from ....store.accounts import privacy
from ...access import person
from ...context import store
from ...language import lazy_gettext
from ..authorisation import access_token
from ..models import Both, Model, both
from ..operations import Resource

resource = Resource("me")


class Token(Model):
    """The access token of the request; its secret is told by nobody."""

    name: str
    scopes: list[str]
    expires_at: datetime


class Me(Model):
    """A person: the role is one of enterprise, consultant, analyst, administrator."""

    id: str
    name: str
    email: str
    role: str
    language: str
    token: Token


class PrivacyNotice(Model):
    """The privacy notice in force; `version` is what `agreed` says on signing up an enterprise and on submitting."""

    version: int
    text: Both


@resource.operation("GET", "/me", lazy_gettext("令牌代表谁，有什么范围"), gives=Me)
def me() -> Me:
    """Whom the token acts for, and within which scopes."""
    who, token = person(), access_token()
    about = Token(name=token.name, scopes=[*token.scopes], expires_at=token.expires_at)
    return Me(id=who.id, name=who.name, email=who.email, role=who.role, language=who.language, token=about)


@resource.operation("GET", "/privacy-notice", lazy_gettext("现行的隐私说明"), gives=PrivacyNotice)
def notice() -> PrivacyNotice:
    """The privacy notice in force."""
    with store().read() as c:
        found = privacy.current_notice(c)
    return PrivacyNotice(version=found.version, text=both(found.text))
