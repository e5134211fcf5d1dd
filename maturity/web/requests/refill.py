"""Filling in a form of an HTML page again, by the names of its fields, without any other change to the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

Attributes = dict[str, str | None]
UNTOUCHED = ("submit", "button", "reset", "image", "file", "password")


@dataclass(slots=True)
class _Tag:
    """A start tag with its begin and end; for a textarea also the end of its text."""

    name: str
    attributes: Attributes
    start: int
    end: int
    text_end: int = 0


@dataclass(slots=True)
class _Form:
    """A form of a page with its controls."""

    tag: _Tag
    around: list[_Tag]  # the <details> it stands in
    controls: list[_Tag] = field(default_factory=list)
    sends: bool = False  # it has a button that sends it


class _Page(HTMLParser):
    """A parser that collects the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[_Form] = []
        self.main = 0  # where the content begins
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._open: list[_Tag] = []
        self._form: _Form | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record tags of forms and controls."""
        start = self._here()
        found = _Tag(tag, dict(attrs), start, start + len(self.get_starttag_text() or ""))
        if tag == "main":
            self.main = found.end
        elif tag == "details":
            self._open.append(found)
        elif tag == "form":
            self._form = _Form(found, list(self._open))
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(self._form, found)

    def _control(self, form: _Form, tag: _Tag) -> None:
        kind = tag.attributes.get("type") or ("submit" if tag.name == "button" else "text")
        if tag.name == "select":
            self._select = tag.attributes.get("name") or ""
        elif tag.name == "option":
            form.controls.append(_Tag(tag.name, {**tag.attributes}, tag.start, tag.end))
            form.controls[-1].attributes.setdefault("name", self._select)
        elif tag.name in ("input", "textarea"):
            form.controls.append(tag)
        form.sends |= tag.name in ("button", "input") and kind == "submit"

    def handle_endtag(self, tag: str) -> None:
        """Record the end of forms and textareas."""
        if tag == "form":
            self._form = None
        elif tag == "details" and self._open:
            self._open.pop()
        elif tag == "textarea" and self._form and self._form.controls:
            self._form.controls[-1].text_end = self._here()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def refill(
    page: str, path: str, to: str, fields: Sequence[tuple[str, str]], head: str, *, hidden: bool = True
) -> str | None:
    """`page` (the page at `path`) with its form that is sent to `to` holding `fields`, and `head` at its beginning.

    Of several such forms the one whose hidden fields have the same values. None where there is none. Passwords, files
    and buttons stay as they are, and without `hidden` hidden fields too; the <details> around the form are opened.
    """
    there = [form for form in _Page(page).forms if form.sends and _target(form, path) == to]
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    form = max(there, key=lambda one: _alike(one, sent), default=None)
    if form is None:
        return None
    edits = [(form.tag.end, form.tag.end, head)]
    edits += [(tag.start, tag.end, _written(tag, {**tag.attributes, "open": None})) for tag in form.around]
    controls = [tag for tag in form.controls if hidden or tag.attributes.get("type") != "hidden"]
    edits += [edit for tag in controls if (edit := _filled(tag, sent))]
    for start, end, words in sorted(edits, reverse=True):
        page = page[:start] + words + page[end:]
    return page


def beginning(page: str) -> int:
    """The index where the main content of `page` begins."""
    return _Page(page).main


def _target(form: _Form, path: str) -> str:
    return urlsplit(form.tag.attributes.get("action") or path).path


def _alike(form: _Form, sent: Mapping[str, list[str]]) -> tuple[int, int]:
    names = {tag.attributes.get("name") for tag in form.controls}
    hidden = [tag.attributes for tag in form.controls if tag.attributes.get("type") == "hidden"]
    same = sum(one.get("value") in sent.get(one.get("name") or "", ()) for one in hidden)
    return same, len(names & set(sent))


def _filled(tag: _Tag, sent: Mapping[str, list[str]]) -> tuple[int, int, str] | None:
    """The edit that gives a control its value, which is removed from `sent`; None to leave it as it is."""
    name, kind = tag.attributes.get("name") or "", tag.attributes.get("type") or "text"
    if (tag.name == "input" and kind in UNTOUCHED) or not name:
        return None
    mark = "selected" if tag.name == "option" else "checked" if kind in ("radio", "checkbox") else ""
    if mark:
        attributes = {key: value for key, value in tag.attributes.items() if key != mark}
        if tag.name == "option":
            attributes.pop("name")
        chosen = (tag.attributes.get("value") or ("on" if kind == "checkbox" else "")) in sent.get(name, ())
        return tag.start, tag.end, _written(tag, {**attributes, mark: None} if chosen else attributes)
    if not sent.get(name):
        return None
    value = sent[name].pop(0)
    if tag.name == "textarea":
        return tag.end, tag.text_end, "\n" + escape(value)  # browsers leave the first line break out
    return tag.start, tag.end, _written(tag, {**tag.attributes, "value": value})


def _written(tag: _Tag, attributes: Attributes) -> str:
    words = [name if value is None else f'{name}="{escape(value)}"' for name, value in attributes.items()]
    return f"<{' '.join([tag.name, *words])}>"
