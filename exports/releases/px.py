"""A release as PX files, as PxWeb publishes them: a zip file with one a table, UTF-8, Chinese and English."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from math import prod
from pathlib import Path
from typing import NamedTuple

from maturity.publication.cubes import Axis, Cube, cube, spelled, status
from maturity.publication.observations import Observation
from maturity.publication.release import BLANK, SIGNS, TOTAL, Release, Status, marked, sign
from maturity.questionnaire import Text

from ..package import pack
from .reference import FILE, reference

_LINE = 200  # characters of a text in one line; the format allows 256
_OTHER = "en"


class _Axis(NamedTuple):
    """A dimension with unique value names, as the format requires."""

    name: Text
    codes: tuple[str, ...]
    values: tuple[Text, ...]
    time: bool


def write(release: Release, path: Path, language: str) -> Path:
    """Write every table of `release` as a PX file to the zip file `path`; returns the path written.

    The files have both languages, whatever `language` is. An internal release gets "-internal" at the end of its file
    name. Raises Refusal where the file cannot be written.
    """
    target = marked(release, Path(path))
    cubes = (cube(table, release.year, internal=release.internal) for table in release.tables)
    pack(target, {f"{each.table.id}.px": px(release, each).encode() for each in cubes} | {FILE: reference(release)})
    return target


def px(release: Release, cube: Cube) -> str:
    """One table as the text of a PX file."""
    axes, said = [_named(axis) for axis in cube.axes], _said(cube)
    return "\n".join(
        [
            *_head(release, cube),
            *_axes(axes, cube),
            *_figures(cube, axes[-1]),
            *_signs(release, said),
            *_notes(release, cube, axes, said),
            *_data(cube),
            "",
        ]
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


def _axes(axes: list[_Axis], cube: Cube) -> Iterator[str]:
    names = [axis.name for axis in axes]
    yield from _listed("STUB", names[:-1])
    yield from _listed("HEADING", names[-1:])
    yield from _both("CONTVARIABLE", names[-1])
    for place, axis in enumerate(axes):
        yield from _listed("VALUES", axis.values, [axis.name])
        yield from _listed("CODES", [Text(code, code) for code in axis.codes], [axis.name])
        if _summed(cube, place):
            yield from _listed("ELIMINATION", [axis.values[axis.codes.index(TOTAL)]], [axis.name])
        if axis.time:
            for language, mark in (("zh", ""), (_OTHER, f"[{_OTHER}]")):
                years = ",".join(map(_quoted, axis.codes))
                yield f"TIMEVAL{mark}({_quoted(axis.name.of(language))})=TLIST(A1),{years};"


def _summed(cube: Cube, place: int) -> bool:
    """Whether every row has the total on this dimension, so that it can be eliminated (ELIMINATION)."""
    codes = tuple(cube.axes[place].members)
    if TOTAL not in codes:
        return False
    total = codes.index(TOTAL)
    return all((*key[:place], total, *key[place + 1 :]) in cube.cells for key in cube.cells)


def _figures(cube: Cube, axis: _Axis) -> Iterator[str]:
    for column, value in zip(cube.columns, axis.values, strict=True):
        yield from _both("UNITS", column.unit if column.unit.zh else Text("名次", "rank"), [value])
        yield from _plain("PRECISION", str(column.decimals), [axis.name, value])


def _signs(release: Release, found: Iterable[Status]) -> Iterator[str]:
    for each in found:
        said = Text(*(sign(each, release.symbols, language) for language in ("zh", _OTHER)))
        yield from _both(f"DATASYMBOL{SIGNS[each].dots}", said)


def _said(cube: Cube) -> list[Status]:
    """The statuses in the table that are shown as dots in place of a figure."""
    found = {status(each) for each in cube.cells.values()}
    if len(cube.cells) < prod(len(axis.members) for axis in cube.axes):
        found.add(Status.NOT_LISTED)
    return [each for each in Status if each in found and SIGNS[each].dots]


def _notes(release: Release, cube: Cube, axes: list[_Axis], said: Iterable[Status]) -> Iterator[str]:
    """The lines of the notes and signs of the table, and of a note for every row with figures of low reliability."""
    texts = [cube.table.scope]
    for each in said:
        marks = [sign(each, release.symbols, language) or BLANK.of(language) for language in ("zh", _OTHER)]
        what = SIGNS[each].text
        texts.append(Text(f"{marks[0]} {what.zh}", f"{marks[1]} {what.en}"))
    texts += [note.text for note in release.notes if not note.tables or cube.table.number in note.tables]
    yield from _both("NOTE", Text("#".join(text.zh for text in texts), "#".join(text.en for text in texts)))
    unsteady = dict.fromkeys(key[:-1] for key, each in cube.cells.items() if status(each) is Status.FEW)
    for key in unsteady:
        row = [axis.values[at] for axis, at in zip(axes, key, strict=False)]
        yield from _both("CELLNOTE", SIGNS[Status.FEW].text, [*row, Text("*", "*")])


def _data(cube: Cube) -> Iterator[str]:
    *rows, columns = (range(len(axis.members)) for axis in cube.axes)
    yield "DATA="
    for row in product(*rows):
        yield " ".join(_cell(cube.cells.get((*row, column))) for column in columns) + " "
    yield ";"


def _cell(observation: Observation | None) -> str:
    found = Status.NOT_LISTED if observation is None else status(observation)
    dots = SIGNS[found].dots if found else 0
    return _quoted("." * dots) if observation is None or dots else str(spelled(observation))


def _named(axis: Axis) -> _Axis:
    """The axis with the code added to names that occur more than once."""
    often = {language: Counter(_text(name.of(language)) for name in axis.members.values()) for language in ("zh", "en")}

    def unique(code: str, name: Text, language: str) -> str:
        words = _text(name.of(language))
        return f"{words} ({code})" if often[language][words] > 1 else words

    values = tuple(Text(unique(code, name, "zh"), unique(code, name, "en")) for code, name in axis.members.items())
    return _Axis(axis.label, tuple(axis.members), values, axis.role == "time")


def _both(keyword: str, text: Text, about: Iterable[Text] = ()) -> Iterator[str]:
    return _listed(keyword, [text], about)


def _listed(keyword: str, texts: Iterable[Text], about: Iterable[Text] = ()) -> Iterator[str]:
    """The lines of a keyword in Chinese and, directly after, in English."""
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
    """A text split into quoted lines of permitted length."""
    words = _text(text)
    return "\n".join(_quoted(words[at : at + _LINE]) for at in range(0, max(len(words), 1), _LINE))


def _quoted(text: str) -> str:
    return f'"{_text(text)}"'


def _text(text: str) -> str:
    """A text without line ends and quotation marks."""
    return " ".join(text.replace('"', "'").split())
