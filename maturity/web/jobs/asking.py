"""What pages ask workers to do: kinds of work with the roles that may ask, and how pages name them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ...errors import Forbidden, Problem
from ...jobs import Work, kind
from ...store.accounts import people
from ...store.accounts.people import Person
from ...store.jobs import queue
from ...store.jobs.queue import Job
from ..access import person
from ..context import Connection, store

About: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind of work that people ask for: their roles, and the title of a job in the language of the request."""

    roles: frozenset[str]
    title: Callable[[About], str]


ASKED: dict[str, Asked] = {}


def asked_by(*roles: str, name: str, title: Callable[[About], str]) -> Callable[[Work], Work]:
    """Register the decorated function as a kind of work that persons with one of `roles` may ask for."""
    ASKED[name] = Asked(frozenset(roles), title)
    return kind(name)


def start(c: Connection, name: str, about: About, key: About | None = None) -> None:
    """Have a job done for the person signed in, as :func:`maturity.store.jobs.queue.start`."""
    queue.start(c, person().id, name, about, key)


def jobs_of_person(c: Connection) -> list[Job]:
    """The jobs of the person signed in that their role may still ask for, the latest first."""
    return [job for job in queue.jobs_of(c, person().id) if _may(person(), job)]


def asker(job: Job) -> Person:
    """Who asked for a job. Raises Forbidden job-not-allowed where their role or account no longer allows it."""
    with store().read() as c:
        who = people.active_person(c, job.by or "")
    if who is None or not _may(who, job):
        raise Forbidden(Problem("job-not-allowed"))
    return who


def _may(who: Person, job: Job) -> bool:
    return job.kind in ASKED and who.role in ASKED[job.kind].roles
