"""Operations of the interface: an address and a method with the models of what is sent and answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar, Unpack

from flask import Blueprint, Flask, Response, current_app
from pydantic import BaseModel

from ..access import for_roles, public
from ..interface import PREFIX
from .models import Model, Query
from .reading import no_query, read_body, read_query
from .versions import Versioned

View = TypeVar("View", bound=Callable[..., Any])
_OPERATION = "maturity_operation"


class Rules(TypedDict, total=False):
    """What an operation takes and gives, by the fields of :class:`Operation`; `roles` () stands for all."""

    scope: str | None
    roles: tuple[str, ...]
    query: type[Query]
    body: type[Model]
    gives: type[BaseModel] | str
    status: int
    upload: bool
    reads_version: bool
    saves_version: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `path` is as Flask writes it, without the prefix; `description` is in English.

    `scope` is what a token needs, None where none is needed. `gives` is the model of the answer, a media type where it
    is a file, None for none. `saves_version` says whether there is an If-Match, either of the last two an ETag.
    """

    endpoint: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    scope: str | None = "read"
    roles: tuple[str, ...] = ()
    query: type[Query] | None = None
    body: type[Model] | None = None
    gives: type[BaseModel] | str | None = None
    status: int = 200
    upload: bool = False
    reads_version: bool = False
    saves_version: bool = False


class Resource(Blueprint):
    """The operations on one kind of resource."""

    def __init__(self, name: str) -> None:
        super().__init__(f"api_{name}", __name__, url_prefix=PREFIX)
        self.tag = name

    def operation(self, method: str, path: str, summary: str, **rules: Unpack[Rules]) -> Callable[[View], View]:
        """Register the decorated view, which is given the ids in the path, `query` and `body`, and gives back a model,
        a Versioned, a response, or None.
        """

        def register(view: View) -> View:
            said = " ".join((view.__doc__ or "").split())
            made = Operation(f"{self.name}.{view.__name__}", self.tag, method, path, summary, said, **rules)
            served = _served(made, view)
            setattr(served, _OPERATION, made)
            marked = public(served) if made.scope is None else for_roles(*made.roles)(served)
            self.add_url_rule(path, view.__name__, marked, methods=[method])
            return view

        return register


def operation_of(app: Flask, endpoint: str | None) -> Operation | None:
    """The operation at an endpoint; None for a page."""
    return getattr(app.view_functions.get(endpoint or ""), _OPERATION, None)


def operations(app: Flask) -> Iterator[Operation]:
    """All operations in the order in which they are registered."""
    for view in app.view_functions.values():
        found = getattr(view, _OPERATION, None)
        if found is not None:
            yield found


def _served(operation: Operation, view: Callable[..., Any]) -> Callable[..., Response]:
    def serve(**given: Any) -> Response:
        if operation.query is None:
            no_query()
        else:
            given["query"] = read_query(operation.query)
        if operation.body is not None:
            given["body"] = read_body(operation.body)
        return _response(view(**given), operation)

    return serve


def _response(made: Response | Versioned | BaseModel | None, operation: Operation) -> Response:
    if isinstance(made, Response):
        return made
    if made is None:
        return current_app.response_class(status=204)
    content = made.content if isinstance(made, Versioned) else made
    answer: Response = current_app.response_class(
        content.model_dump_json(), operation.status, mimetype="application/json"
    )
    if isinstance(made, Versioned):
        answer.headers["ETag"] = made.etag
    return answer
