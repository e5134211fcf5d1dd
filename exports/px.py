"""A release as PX files, as PxWeb publishes them: a zip with one a table, in UTF-8, Chinese with English beside it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from maturity.cubes import Axis, Cube, Sign, cube, printed, sign
from maturity.observations import Observation
from maturity.questionnaire import Text
from maturity.release import Release, marked

from .package import pack
from .reference import FILE, reference

_LINE = 200  # characters of a text in one line; the format allows 256
_OTHER = "en"
_DOTS = {Sign.NOT_APPLICABLE: 1, Sign.CONFIDENTIAL: 2, Sign.NOT_LISTED: 3, Sign.ROUNDS_TO_ZERO: 4}


class _Axis(NamedTuple):
    """An axis by its names, which are unique as the format asks for."""

    name: Text
    codes: tuple[str, ...]
    values: tuple[Text, ...]
    time: bool


def write(release: Release, path: Path, language: str) -> Path:
    """Write every table of `release` as a PX file into the zip `path` and return the path written.

    The files have both languages, whatever `language` is. An internal release gets "-internal" at the end of its file
    name. Raises Refusal where the file cannot be written.
    """
    target = marked(release, Path(path))
    cubes = (cube(table, release.year, internal=release.internal) for table in release.tables)
    pack(target, {f"{each.table.id}.px": px(release, each).encode() for each in cubes} | {FILE: reference(release)})
    return target


def px(release: Release, cube: Cube) -> str:
    """One table as the text of a PX file."""
    axes = [_named(axis) for axis in cube.axes]
    return "\n".join(
        [*_head(release, cube), *_axes(axes), *_figures(cube, axes[-1]), *_notes(release, cube, axes), *_data(cube), ""]
    )


def _head(release: Release, cube: Cube) -> Iterator[str]:
    yield from ('CHARSET="ANSI";', 'AXIS-VERSION="2013";', 'CODEPAGE="utf-8";', 'LANGUAGE="zh";')
    yield from ('LANGUAGES="zh","en";', f'CREATION-DATE="{release.as_of:%Y%m%d} 00:00";')
    decimals = max(column.decimals for column in cube.columns)
    yield from (f"DECIMALS={decimals};", f"SHOWDECIMALS={decimals};")
    yield from (f'MATRIX="{cube.table.id}";', f'SUBJECT-CODE="{release.id}";')
    yield from _both("SUBJECT-AREA", release.title)
    title = Text(f"{cube.table.title.zh} {release.year}", f"{cube.table.title.en} {release.year}")
    yield from _both("DESCRIPTION", title)
    yield from _both("TITLE", title)
    yield from _both("CONTENTS", cube.table.title)
    yield from _both("UNITS", Text("见指标", "see figure"))
    if release.publisher:
        yield from _both("SOURCE", release.publisher)


def _axes(axes: list[_Axis]) -> Iterator[str]:
    names = [axis.name for axis in axes]
    yield from _listed("STUB", names[:-1])
    yield from _listed("HEADING", names[-1:])
    yield from _both("CONTVARIABLE", names[-1])
    for axis in axes:
        yield from _listed("VALUES", axis.values, [axis.name])
        yield from _listed("CODES", [Text(code, code) for code in axis.codes], [axis.name])
        if axis.time:
            for language, mark in (("zh", ""), (_OTHER, f"[{_OTHER}]")):
                years = ",".join(map(_quoted, axis.codes))
                yield f"TIMEVAL{mark}({_quoted(axis.name.of(language))})=TLIST(A1),{years};"


def _figures(cube: Cube, axis: _Axis) -> Iterator[str]:
    for column, value in zip(cube.columns, axis.values, strict=True):
        yield from _both("UNITS", column.unit if column.unit.zh else Text("名次", "rank"), [value])
        yield from _plain("PRECISION", str(column.decimals), [axis.name, value])
    for each, dots in _DOTS.items():
        yield f"DATASYMBOL{dots}={_quoted(each.value)};"


def _notes(release: Release, cube: Cube, axes: list[_Axis]) -> Iterator[str]:
    """Notes and signs of the table, and a note for every row whose figures are of low reliability."""
    texts = [
        cube.table.scope,
        *(Text(f"{each.value} {each.text.zh}", f"{each.value} {each.text.en}") for each in _DOTS),
    ]
    texts += [note.text for note in release.notes if not note.tables or cube.table.number in note.tables]
    yield from _both("NOTE", Text("#".join(text.zh for text in texts), "#".join(text.en for text in texts)))
    unsteady = dict.fromkeys(key[:-1] for key, each in cube.cells.items() if each.obs_status == "U")
    for key in unsteady:
        row = [axis.values[at] for axis, at in zip(axes, key, strict=False)]
        yield from _both("CELLNOTE", Sign.FEW.text, [*row, Text("*", "*")])


def _data(cube: Cube) -> Iterator[str]:
    *rows, columns = (range(len(axis.members)) for axis in cube.axes)
    yield "DATA="
    for row in product(*rows):
        yield " ".join(_cell(cube.cells.get((*row, column))) for column in columns) + " "
    yield ";"


def _cell(observation: Observation | None) -> str:
    found = Sign.NOT_LISTED if observation is None else sign(observation)
    if observation is None or found in _DOTS:
        return _quoted("." * _DOTS[found or Sign.NOT_LISTED])
    return str(printed(observation))


def _named(axis: Axis) -> _Axis:
    """Names that occur twice get their code behind them."""
    often = {language: Counter(_text(name.of(language)) for name in axis.members.values()) for language in ("zh", "en")}

    def unique(code: str, name: Text, language: str) -> str:
        words = _text(name.of(language))
        return f"{words} ({code})" if often[language][words] > 1 else words

    values = tuple(Text(unique(code, name, "zh"), unique(code, name, "en")) for code, name in axis.members.items())
    return _Axis(axis.label, tuple(axis.members), values, axis.role == "time")


def _both(keyword: str, text: Text, about: Iterable[Text] = ()) -> Iterator[str]:
    return _listed(keyword, [text], about)


def _listed(keyword: str, texts: Iterable[Text], about: Iterable[Text] = ()) -> Iterator[str]:
    """The keyword in Chinese and right below it in English."""
    texts, about = list(texts), list(about)
    for language, mark in (("zh", ""), (_OTHER, f"[{_OTHER}]")):
        values = ",\n".join(_lines(text.of(language)) for text in texts)
        yield f"{keyword}{mark}{_about(about, language)}={values};"


def _plain(keyword: str, value: str, about: list[Text]) -> Iterator[str]:
    for language, mark in (("zh", ""), (_OTHER, f"[{_OTHER}]")):
        yield f"{keyword}{mark}{_about(about, language)}={value};"


def _about(texts: list[Text], language: str) -> str:
    return f"({','.join(_quoted(text.of(language)) for text in texts)})" if texts else ""


def _lines(text: str) -> str:
    """A long text in several lines, each in quotation marks."""
    words = _text(text)
    return "\n".join(_quoted(words[at : at + _LINE]) for at in range(0, max(len(words), 1), _LINE))


def _quoted(text: str) -> str:
    return f'"{_text(text)}"'


def _text(text: str) -> str:
    """Without line ends, and without the mark that ends a text."""
    return " ".join(text.replace('"', "'").split())
