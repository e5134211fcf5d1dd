"""Error pages (or JSON) that say what happened and how to mend it, in the language of the request."""

from collections.abc import Sequence

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from limits.errors import StorageError
from werkzeug.exceptions import HTTPException, SecurityError

from ..errors import Busy, Forbidden, NotFound, Problem, Refusal, disk_error, disk_full
from ..questionnaire.naming import with_names
from .access import settle
from .api import problems as interface
from .context import current_questionnaire
from .interface import is_interface
from .language import gettext as _
from .language import language, lazy_gettext
from .requests import expired, kept
from .requests.refill import beginning, refill

WORDS = {
    400: (lazy_gettext("请求无法理解"), lazy_gettext("页面可能已过期。请返回上一页、刷新后再试。")),
    401: (lazy_gettext("请先登录"), lazy_gettext("登录已过期，本次没有保存。请登录后返回上一页再保存一次。")),
    403: (lazy_gettext("没有权限"), lazy_gettext("您的角色不能打开此页。如有需要，请联系系统管理员。")),
    404: (lazy_gettext("没有这个页面"), lazy_gettext("地址有误，或内容不属于您。请从首页重新进入。")),
    405: (lazy_gettext("不能这样打开"), lazy_gettext("请从首页重新进入。")),
    409: (lazy_gettext("内容已变化"), lazy_gettext("请返回核对现有内容，再决定是否保存。")),
    413: (lazy_gettext("内容太大"), lazy_gettext("一次提交的内容超过上限，没有保存。请缩短备注后再试。")),
    429: (
        lazy_gettext("尝试过于频繁"),
        lazy_gettext("请稍等再试。不能登录时，可以用重设密码的链接进入，它不受此限制。"),
    ),
    500: (
        lazy_gettext("程序出错"),
        lazy_gettext("错误已记入日志，本次操作没有保存。请稍后再试；仍不行时请联系管理员。"),
    ),
    503: (lazy_gettext("暂时无法服务"), lazy_gettext("本次没有保存任何内容。请稍候几秒再试。")),
}


def install(app: Flask) -> None:
    """Register the error handlers of `app`."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(OSError, disk_failed)
    app.register_error_handler(StorageError, counter_failed)


def wants_json() -> bool:
    """Whether the response is for a script."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def problem_texts(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """Message, remedy and code of each problem in the language of the request; ids replaced by names."""
    return [
        {"code": problem.code, "message": problem.message(language()), "remedy": problem.remedy(language())}
        for problem in (with_names(problem, current_questionnaire(), language()) for problem in problems)
    ]


def refilled(page: ResponseReturnValue, refusal: Refusal) -> ResponseReturnValue:
    """`page` with the form of this request filled in as sent, and the problems above it.

    Where the page has no such form, the typed texts are shown next to the problems. Raises the refusal itself where it
    is Forbidden or NotFound. Passwords and files must be chosen again; hidden fields are those of `page`, so that what
    is sent again is based on the present state.
    """
    if isinstance(refusal, (Forbidden, NotFound)):
        raise refusal
    settle()
    answer = current_app.make_response(page)
    words = answer.get_data(as_text=True)
    path, fields = request.path, kept.typed_fields()
    filled = refill(words, path, path, fields, "", hidden=False)
    typed = kept.typed_words(fields) if filled is None else []
    head = render_template("errors/refused.html", problems=problem_texts(refusal.problems), typed=typed)
    words = filled or words
    start = beginning(words)
    answer.set_data(words[:start] + head + words[start:])
    answer.status_code = refusal.status
    return answer


def refused(refusal: Refusal) -> ResponseReturnValue:
    """The response to a Refusal of the core or the store."""
    settle()
    if is_interface():
        return interface.refused(refusal)
    written = kept.typed_words(kept.typed_fields()) if request.method == "POST" else []
    return _answer(refusal.status, problem_texts(refusal.problems), typed=written)


def failed(error: HTTPException) -> ResponseReturnValue:
    """The response to an HTTP error; redirects pass."""
    if isinstance(error, SecurityError):  # an untrusted host name: no address can be made for a page
        words = _("此地址未列入可信主机。管理员请设置 MATURITY_TRUSTED_HOSTS。")
        return Response(words, 400, mimetype="text/plain")
    status = error.code or 500
    if status < 400:
        return error.get_response()
    settle()
    if is_interface():
        return _failed_interface(error, status)
    return expired.again(error) or _answer(status, [], kept.keep(error))


def counter_failed(error: StorageError) -> ResponseReturnValue:
    """The response where the Redis that counts attempts fails."""
    current_app.logger.error("MATURITY_REDIS_URL: %s", type(error.__cause__ or error).__name__)
    return refused(Busy(Problem("store-unreachable", values={"detail": "Redis"})))


def disk_failed(error: OSError) -> ResponseReturnValue:
    """The response to a full disk while a file is received or written; other errors are raised again.

    The form is not read, because receiving it may be what failed.
    """
    if not disk_full(error):
        raise error
    current_app.logger.error("the disk is full: %s", error)
    settle()
    if is_interface():
        return interface.refused(disk_error(error))
    return _answer(503, problem_texts(disk_error(error).problems))


def _failed_interface(error: HTTPException, status: int) -> Response:
    """The response to an HTTP error of the HTTP interface, with the headers that belong to it, such as Allow."""
    title, remedy = WORDS.get(status, WORDS[400 if status < 500 else 500])
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return interface.failed(status, str(title), str(remedy), headers)


def _answer(
    status: int, problems: list[dict[str, str]], way: kept.ReturnPage | None = None, typed: Sequence[str] = ()
) -> ResponseReturnValue:
    title, remedy = WORDS.get(status, WORDS[400 if status < 500 else 500])
    headers = {"Retry-After": "5"} if status == 503 else {}
    if wants_json():
        told = problems or [{"code": str(status), "message": str(title), "remedy": str(remedy)}]
        return jsonify(problems=told), status, headers
    words = {"title": title, "remedy": remedy}
    page = render_template("errors/error.html", status=status, problems=problems, way=way, typed=typed, **words)
    return page, status, headers
