"""The OpenAPI 3.1 document of the interface, made from its operations and their models."""

import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from flask import Flask
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from ...store.accounts.access_tokens import SCOPES
from ..access import EVERYBODY
from ..interface import PREFIX
from .operations import Operation, operations
from .problems import MEDIA_TYPE, ProblemDetails

VERSION = "1.0.0"  # of the interface: it grows by additions; what would break programs gets another prefix
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_PATH = {
    "aid": "Id of an assessment.",
    "oid": "Id of an enterprise.",
    "eid": "Id of a piece of evidence.",
    "item": "Id of an item of the questionnaire.",
    "id": "Id of the resource.",
    "job": "Id of a job.",
    "code": "Code of a problem.",
    "name": "Name of a file.",
}
_ETAG = {"ETag": {"description": "The version.", "schema": {"type": "string"}, "required": True}}
_CONDITIONS = (
    ("If-Match", r'^"[0-9]{1,9}"$', "The ETag of the version that the change is based on."),
    ("If-None-Match", r"^\*$", "`*` where nothing was saved before."),
)
_FILE = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
_ABOUT = """\
Reads and writes what the pages do, for programs. A request carries an access token, `Authorization: Bearer mat_…`,
which a person makes on the page "Account and password": it acts for that person, within its scopes, until it ends.
Cookies count for nothing. Mistakes are problem details (RFC 9457) in the language of `Accept-Language`, zh or en;
texts of questionnaires are given in both. Lists come in parts: `next` is the `cursor` of the next one."""


def document(app: Flask) -> dict[str, Any]:
    """The document of the operations of `app`, as JSON values."""
    found = [*operations(app)]
    names, definitions = _schemas(found)
    paths: dict[str, dict[str, Any]] = {}
    for one in found:
        paths.setdefault(ARGUMENT.sub(r"{\1}", one.path), {})[one.method.lower()] = _operation(one, names)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Maturity HTTP interface", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": PREFIX}],
        "tags": [{"name": name} for name in dict.fromkeys(one.tag for one in found)],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": _scopes()}},
        },
    }


Names = dict[tuple[Any, JsonSchemaMode], dict[str, Any]]


def _schemas(found: Iterable[Operation]) -> tuple[Names, dict[str, Any]]:
    """References to the schemas of all bodies and answers, and the schemas by name."""
    used: dict[tuple[Any, JsonSchemaMode], None] = {(ProblemDetails, "serialization"): None}
    for one in found:
        if one.body is not None:
            used[one.body, "validation"] = None
        if isinstance(one.gives, type):
            used[one.gives, "serialization"] = None
    names, definitions = models_json_schema([*used], ref_template="#/components/schemas/{model}")
    return names, definitions["$defs"]


def _operation(one: Operation, names: Names) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.endpoint.removeprefix("api_").replace(".", "_"),
        "tags": [one.tag],
        "summary": one.description.partition(". ")[0].rstrip("."),
        "description": _description(one),
        "parameters": [*_path_parameters(one), *_query_parameters(one), *_conditions(one)],
        "responses": {
            str(204 if one.gives is None else one.status): _answer(one, names),
            "default": _content(MEDIA_TYPE, names[ProblemDetails, "serialization"], "A mistake."),
        },
        "security": [] if one.scope is None else [{"token": [one.scope]}],
    }
    if one.body is not None:
        told["requestBody"] = _content("application/json", names[one.body, "validation"], "") | {"required": True}
        del told["requestBody"]["description"]
    elif one.upload:
        told["requestBody"] = {"content": {"multipart/form-data": {"schema": _FILE}}, "required": True}
    return told


def _description(one: Operation) -> str:
    if one.scope is None:
        return f"{one.description} Needs no token."
    return f"{one.description} Scope `{one.scope}`; roles: {', '.join(sorted(one.roles or EVERYBODY))}."


def _answer(one: Operation, names: Names) -> dict[str, Any]:
    if one.gives is None:
        return {"description": HTTPStatus(204).phrase}
    said = HTTPStatus(one.status).phrase
    if isinstance(one.gives, str):
        return _content(one.gives, {}, said)
    made = _content("application/json", names[one.gives, "serialization"], said)
    return made | {"headers": _ETAG} if one.reads_version or one.saves_version else made


def _content(media: str, schema: dict[str, Any], said: str) -> dict[str, Any]:
    return {"description": said, "content": {media: {"schema": schema}}}


def _path_parameters(one: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "description": _PATH[name], "schema": {"type": "string"}}
        for name in ARGUMENT.findall(one.path)
    ]


def _query_parameters(one: Operation) -> list[dict[str, Any]]:
    if one.query is None:
        return []
    schema = one.query.model_json_schema()
    needed: Sequence[str] = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": held}
        for name, held in schema["properties"].items()
    ]


def _conditions(one: Operation) -> list[dict[str, Any]]:
    if not one.saves_version:
        return []
    return [
        {"name": name, "in": "header", "description": said, "schema": {"type": "string", "pattern": pattern}}
        for name, pattern, said in _CONDITIONS
    ]


def _scopes() -> str:
    return f"An access token. Scopes: {', '.join(SCOPES)}."
