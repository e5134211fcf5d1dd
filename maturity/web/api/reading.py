"""Reading of bodies and parameters through their models; every mistake is told, each with its field."""

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from ...errors import Place, Problem, Refusal, refuse
from ...intake.jsontext import read_json
from ..language import lazy_gettext
from .models import Query

M = TypeVar("M", bound=BaseModel)
_MOST = 50  # mistakes that are told
_DETAILS = {  # kinds of mistakes as the library of the models names them, with the values that it gives
    "string_type": lazy_gettext("应为文本"),
    "string_unicode": lazy_gettext("含有无法保存的字符"),
    "string_pattern_mismatch": lazy_gettext("应符合 %(pattern)s"),
    "string_too_long": lazy_gettext("最多 %(max_length)s 个字符"),
    "string_too_short": lazy_gettext("至少 %(min_length)s 个字符"),
    "int_type": lazy_gettext("应为整数"),
    "int_parsing": lazy_gettext("应为整数"),
    "int_from_float": lazy_gettext("应为整数"),
    "int_parsing_size": lazy_gettext("数字太长"),
    "bool_type": lazy_gettext("应为 true 或 false"),
    "list_type": lazy_gettext("应为列表"),
    "dict_type": lazy_gettext("应为 JSON 对象"),
    "model_type": lazy_gettext("应为 JSON 对象"),
    "literal_error": lazy_gettext("应为 %(expected)s"),
    "too_long": lazy_gettext("最多 %(max_length)s 项"),
    "too_short": lazy_gettext("至少 %(min_length)s 项"),
    "greater_than_equal": lazy_gettext("不能小于 %(ge)s"),
    "less_than_equal": lazy_gettext("不能大于 %(le)s"),
}
_OTHER = lazy_gettext("类型或取值不对")
_CODES = {"missing": "interface-missing-field", "extra_forbidden": "interface-unknown-field"}


def read_body(model: type[M]) -> M:
    """The JSON body as `model`. Raises Refusal interface-body, interface-…-field, and as :func:`read_json`."""
    if not request.is_json:
        raise refuse("interface-body")
    found = read_json(request.get_data(), "")
    if not isinstance(found, dict):
        raise refuse("interface-body")
    return _validated(model, found)


def read_query(model: type[M]) -> M:
    """The parameters of the address as `model`. Raises Refusal interface-repeated, interface-…-field."""
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise Refusal(*(_told("interface-repeated", name) for name in repeated[:_MOST]))
    return _validated(model, request.args.to_dict())


def no_query() -> None:
    """Raise Refusal interface-unknown-field for every parameter of an address that takes none."""
    _validated(Query, request.args.to_dict())


def _validated(model: type[M], found: dict[str, Any]) -> M:
    try:
        return model.model_validate(found)
    except ValidationError as error:
        raise Refusal(*(_problem(one) for one in error.errors(include_url=False)[:_MOST])) from None


def _problem(error: Any) -> Problem:
    field = ".".join(str(part) for part in error["loc"])[:200]
    code = _CODES.get(error["type"])
    if code:
        return _told(code, field)
    detail = str(_DETAILS.get(error["type"], _OTHER)) % error.get("ctx", {})
    return Problem("interface-field", Place(column=field), {"field": field, "detail": detail})


def _told(code: str, field: str) -> Problem:
    return Problem(code, Place(column=field[:200]), {"field": field[:200]})
