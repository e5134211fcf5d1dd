"""Documents read as pydantic models, with every mistake of their structure and of their contents told at once.

A part with a mistake of structure is UNREADABLE in the model. A check of contents that needs it ends there, so that no
mistake of contents is told that would only follow from one of structure.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, wraps
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NoReturn, ParamSpec, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from ..errors import Problem, Refusal
from ..text.yamltext import Document, Path

Shaped = TypeVar("Shaped", bound=BaseModel)
T = TypeVar("T")
P = ParamSpec("P")
Mistake = tuple[str, Path, dict[str, object]]  # code, where in the document, values of the message
_CODES = {
    "missing": "def-missing-key",
    "extra_forbidden": "def-unknown-key",
    "literal_error": "def-not-allowed",
    "string_pattern_mismatch": "def-bad-id",
    "string_too_short": "def-empty-text",
    "too_short": "def-too-few",
    "string_too_long": "def-too-long",
    "too_long": "def-too-many",
}
_NUMBER_ERRORS = ("int_parsing", "value_error", "greater_than_equal", "less_than_equal")


class Unread(Exception):
    """A check needs a part of the document that could not be read."""


class _Unreadable:
    """A part with a mistake of structure: every use of it raises :class:`Unread`; `is` tells it from others."""

    def _refuse(self, *_: object) -> NoReturn:
        raise Unread

    __getattr__ = __getitem__ = __iter__ = __contains__ = __len__ = __bool__ = __str__ = __format__ = __hash__ = _refuse
    __float__ = __int__ = __index__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = _refuse


UNREADABLE: Any = _Unreadable()


def certain(check: Callable[P, Iterable[Mistake]]) -> Callable[P, Iterator[Mistake]]:
    """The check, which ends where it comes to a part that is UNREADABLE."""

    @wraps(check)
    def found(*args: P.args, **kwargs: P.kwargs) -> Iterator[Mistake]:
        with suppress(Unread):
            yield from check(*args, **kwargs)

    return found


def if_readable(make: Callable[[], T]) -> T:
    """What `make` returns; UNREADABLE where it comes to a part that is."""
    try:
        return make()
    except Unread:
        return UNREADABLE  # type: ignore[no-any-return]


def needed(part: T) -> T:
    """The part; ends the check where it is UNREADABLE, before it is given to a function that takes no such thing."""
    if part is UNREADABLE:
        raise Unread
    return part


def readable(parts: Iterable[T]) -> Iterator[tuple[int, T]]:
    """The parts that are not UNREADABLE, each with its index."""
    return ((index, part) for index, part in enumerate(parts) if part is not UNREADABLE)


def validated(model: type[Shaped], document: Document, check: Callable[[Shaped], Iterable[Mistake]]) -> Shaped:
    """`document` as an instance of `model`, in which `check` finds no mistake. Raises Refusal with every mistake, from
    the first line to the last.
    """
    shape, problems = read_shape(model, document)
    problems += [
        Problem(code, document.place(path), values)
        for code, path, values in certain(check)(shape)
        if not any(value is UNREADABLE for value in (*path, *values.values()))
    ]
    if problems:
        raise Refusal(*sorted(problems, key=lambda problem: problem.place.row or 0))
    return shape


def read_shape(model: type[Shaped], document: Document) -> tuple[Shaped, list[Problem]]:
    """`document` as an instance of `model`, in which parts with mistakes of structure are UNREADABLE; a problem, with
    its line, for each of these.
    """
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        reader = _Reader(document)
        shape = reader.read(model, document.data, ())
        reader.report(() if reader.problems else error.errors(), ())
        return shape, reader.problems


class _Reader:
    """Reads a document part by part, so that a mistake in one hides none in another."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def read(self, kind: Any, value: object, path: Path) -> Any:
        """`value`, which stands at `path`, as an instance of the type `kind`; UNREADABLE if it is none."""
        inner, constraints = _without_constraints(kind, value)
        if inner is None:
            return self._of_no_kind(kind, value, path)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return self._model(inner, value, path)
        container = get_origin(inner)
        if container is dict and isinstance(value, dict):
            return self._mapping(inner, constraints, value, path)
        if _is_sequence(inner) and isinstance(value, list):
            (element, *_) = get_args(inner)
            parts = container(self.read(element, part, (*path, i)) for i, part in enumerate(value))
            counted = self._leaf(_annotated(list[Any], constraints), value, path)
            return counted if counted is UNREADABLE else parts
        return self._leaf(kind, value, path)

    def _of_no_kind(self, kind: Any, value: Any, path: Path) -> Any:
        """UNREADABLE, for a value that says by none of its keys which model of a union it is."""
        key, models = _alternatives(_union(kind))
        if key in value:
            told = {"key": key, "found": short(value[key]), "allowed": ", ".join(models)}
            self.problems.append(Problem("def-not-allowed", self.document.place((*path, key)), told))
        else:
            self.problems.append(Problem("def-missing-key", self.document.place((*path, key)), {"key": key}))
        return UNREADABLE

    def report(self, errors: Iterable[ErrorDetails], path: Path) -> None:
        """Note a problem for each error in the part at `path`."""
        for detail in errors:
            within = tuple(key for key in detail["loc"] if key != "[key]")
            self.problems.append(_problem(detail, self.document, (*path, *within)))

    def _leaf(self, kind: Any, value: object, path: Path) -> Any:
        try:
            return _adapter(kind).validate_python(value)
        except ValidationError as error:
            self.report(error.errors(), path)
            return UNREADABLE

    def _mapping(self, kind: Any, constraints: tuple[Any, ...], value: dict[str, object], path: Path) -> Any:
        """Keys with a mistake stay as they are written."""
        of_keys, of_values = get_args(kind)
        for key in value:
            self._leaf(of_keys, key, (*path, key))
        parts = {key: self.read(of_values, part, (*path, key)) for key, part in value.items()}
        counted = self._leaf(_annotated(dict[str, Any], constraints), value, path)
        return counted if counted is UNREADABLE else parts

    def _model(self, model: type[BaseModel], value: object, path: Path) -> Any:
        """Where there are unknown keys, any key that is left out may be meant by one of them."""
        if not isinstance(value, dict):
            return self._leaf(dict[str, Any], value, path)
        fields = {field.alias or name: (name, field) for name, field in model.model_fields.items()}
        unknown = [key for key in value if key not in fields]
        parts = {}
        for key, (name, field) in fields.items():
            if key in value:
                parts[name] = self.read(_kind(field), value[key], (*path, key))
            elif field.is_required():
                self.problems.append(Problem("def-missing-key", self.document.place((*path, key)), {"key": key}))
                parts[name] = UNREADABLE
            elif unknown:
                parts[name] = UNREADABLE
        places = ((key, self.document.place((*path, key))) for key in unknown)
        self.problems += [Problem("def-unknown-key", place, {"key": key}) for key, place in places]
        return model.model_construct(**parts)


def _without_constraints(kind: Any, value: object) -> tuple[Any, tuple[Any, ...]]:
    """The type within Annotated, and the annotations; of a union, the type that `value` is meant to have (None: it is
    a mapping that names none of its models).
    """
    constraints: tuple[Any, ...] = ()
    while True:
        if get_origin(kind) is Annotated:
            kind, *found = get_args(kind)
            constraints += tuple(found)
        elif get_origin(kind) in (Union, UnionType):
            kinds = [one for one in get_args(kind) if one is not NoneType]
            if isinstance(value, dict) and len(kinds) > 1 and all(_is_model(one) for one in kinds):
                key, models = _alternatives(kinds)
                return models.get(str(value.get(key, _default(models, key)))), constraints
            kind = next((one for one in kinds if _container(one) is type(value) or _mapped(one, value)), kinds[-1])
        else:
            return kind, constraints


def _mapped(kind: Any, value: object) -> bool:
    return isinstance(value, dict) and _is_model(kind)


def _bare(kind: Any) -> Any:
    return _bare(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


def _union(kind: Any) -> list[Any]:
    """The models of a union, which may be optional."""
    kinds = [one for one in get_args(_bare(kind)) if one is not NoneType]
    return _union(kinds[0]) if len(kinds) == 1 else kinds


def _is_sequence(kind: Any) -> bool:
    """Whether it is a list or a tuple of any number of elements of one type."""
    return get_origin(kind) is list or (get_origin(kind) is tuple and get_args(kind)[1:] == (...,))


def _is_model(kind: Any) -> bool:
    return isinstance(_bare(kind), type) and issubclass(_bare(kind), BaseModel)


def _alternatives(models: Iterable[Any]) -> tuple[str, dict[str, type[BaseModel]]]:
    """The key by which models of a union are told apart, and the model for each of its values."""
    every: list[type[BaseModel]] = [_bare(model) for model in models]
    key = next(name for name, field in every[0].model_fields.items() if get_origin(field.annotation) is Literal)
    return key, {word: model for model in every for word in get_args(model.model_fields[key].annotation)}


def _default(models: Mapping[str, type[BaseModel]], key: str) -> Any:
    """The value of the key that is meant where it is left out; None for none."""
    fields = (model.model_fields[key] for model in models.values())
    return next((field.default for field in fields if not field.is_required()), None)


def _container(kind: Any) -> Any:
    return get_origin(_without_constraints(kind, None)[0])


def _annotated(kind: Any, annotations: Iterable[Any]) -> Any:
    found = tuple(annotations)
    return Annotated[(kind, *found)] if found else kind  # type: ignore[return-value, unused-ignore]


def _kind(field: FieldInfo) -> Any:
    return _annotated(field.annotation, field.metadata)


@lru_cache(maxsize=256)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _problem(detail: ErrorDetails, document: Document, path: Path) -> Problem:
    kind, context = str(detail["type"]), detail.get("ctx", {})
    values = {
        "key": path[-1] if path else "",
        "found": short(detail.get("input")),
        "allowed": ", ".join(re.findall(r"'(.+?)'", context.get("expected", ""))),
        "least": context.get("min_length", ""),
        "most": context.get("max_length", ""),
    }
    code = "def-not-number" if kind in _NUMBER_ERRORS else _CODES.get(kind, "def-wrong-kind")
    return Problem(code, document.place(path), values)


def short(value: object) -> str:
    """The beginning of a value, as messages quote it."""
    words = str(value)
    return words if len(words) <= 40 else f"{words[:39]}…"
