"""Languages of pages. The texts in code and templates are Chinese; English is from one catalogue."""

from urllib.parse import urlencode

from flask import Flask, has_request_context, request, session, url_for
from flask_babel import Babel, Domain  # type: ignore[import-untyped]
from flask_babel import get_locale as _get_locale
from flask_babel import gettext as _gettext
from flask_babel import lazy_gettext as _lazy_gettext
from flask_babel import ngettext as _ngettext
from flask_login import current_user  # type: ignore[import-untyped]

from ..questionnaire import Text, Tier
from ..questionnaire.naming import inside
from .interface import is_interface

LANGUAGES = {"zh": "中文", "en": "English"}
TAGS = {"zh": "zh-CN", "en": "en"}


class _Catalogue(Domain):  # type: ignore[misc]  # the extension carries no types
    """The translations, read from the .po file without compiling."""

    def __init__(self) -> None:
        from .translations import read_catalogue  # a script too: importing it here would import it twice

        super().__init__()
        self.english = read_catalogue()

    def get_translations(self) -> object:
        """The English catalogue, or one that returns the Chinese texts themselves."""
        from babel.support import NullTranslations

        return self.english if language() == "en" else NullTranslations()


def install(app: Flask) -> None:
    """Install both languages in `app`."""
    babel = Babel(app, default_locale="zh", default_timezone="Asia/Shanghai", locale_selector=chosen)
    babel.domain_instance = _Catalogue()
    app.before_request(_remember)
    app.jinja_env.filters.update(say=say, many=many, inside=inside)
    app.jinja_env.globals.update(language=language, LANGUAGES=LANGUAGES, TAGS=TAGS, switch=switch)


def chosen() -> str:
    """The language in the address, else the session's, else the person's, else Chinese; of the HTTP interface that of
    the header Accept-Language, else the person's.
    """
    if has_request_context() and is_interface():
        accepted = request.accept_languages.best_match(LANGUAGES)
        return accepted or getattr(current_user, "language", None) or "zh"
    if has_request_context():
        candidates = (request.args.get("lang"), session.get("language"), getattr(current_user, "language", None))
        for code in candidates:
            if code in LANGUAGES:
                return str(code)
    return "zh"


def language() -> str:
    """The language of this request, "zh" or "en"."""
    locale = _get_locale()
    return locale.language if locale is not None else "zh"


def say(text: Text) -> str:
    """`text` in the language of this request."""
    return text.of(language())


def many(tier: Tier) -> str:
    """The name of a tier in the language of this request; in English in the plural."""
    return tier.name.zh if language() == "zh" else tier.plural


def switch(code: str) -> str:
    """The address of this page in another language; the home page where this one answers a form."""
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return url_for("home.first", lang=code)
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    path = url_for(rule.endpoint, **(request.view_args or {})).partition("?")[0]
    return f"{path}?{urlencode([*asked, ('lang', code)])}"


def _remember() -> None:
    """Keep the chosen language in the session cookie."""
    code = request.args.get("lang")
    if code in LANGUAGES and session.get("language") != code:
        session["language"] = code


def gettext(text: str, **values: object) -> str:
    """`text`, a Chinese literal, in the language of this request."""
    return str(_gettext(text, **values))


def ngettext(text: str, plural: str, num: int, **values: object) -> str:
    """`text` for the count `num`; Chinese has one form, English two."""
    return str(_ngettext(text, plural, num, **values))


def lazy_gettext(text: str) -> str:
    """As :func:`gettext`, evaluated when it is shown; for labels of forms."""
    lazy: str = _lazy_gettext(text)
    return lazy
