"""Which questionnaire a page of publications is about: the address names it, else it is the one meant by default."""

from typing import Any

from flask import Blueprint, g, has_request_context, request

from ...questionnaire import Questionnaire
from ...store.enterprises import lookup
from ..context import about, application, current_questionnaire, store
from ..requests.reading import whole

_NAME = "questionnaire"


def of_year(id: str | None, year: int | None) -> Questionnaire:
    """The questionnaire with this id, or the one meant by default, in the version that most enterprises answered in a
    year; without a year, or where nobody answered, in the latest. One that is withdrawn is found too.
    """
    latest = application().latest(id)
    if year is None:
        return latest
    with store().read() as c:
        version = lookup.version_of_year(c, latest, year)
    if version in (None, latest.version):
        return latest
    return application().library.with_crosswalks(application().questionnaire(latest.id, version))


def install(pages: Blueprint) -> None:
    """Find the questionnaire before each page of a blueprint, and keep the choice in its links.

    What is not installed is refused (questionnaire-gone).
    """
    pages.before_request(_find)
    pages.url_defaults(_keep)
    pages.context_processor(_show)


def _find() -> None:
    year = (request.view_args or {}).get("year") or whole(request.form.get("year"))
    found = of_year(request.args.get(_NAME) or None, year)
    about(found)


def _keep(endpoint: str, values: dict[str, Any]) -> None:
    if has_request_context() and _NAME in g and request.args.get(_NAME):
        values.setdefault(_NAME, current_questionnaire().id)


def _show() -> dict[str, Any]:
    if _NAME not in g:  # the page was refused before
        return {}
    return {_NAME: current_questionnaire(), "questionnaires": application().questionnaires(withdrawn=True)}
