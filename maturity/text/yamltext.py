"""YAML read as text: every scalar stays a string ("No" is not False), with the line number of every value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from ..errors import Place, Problem, Refusal

Path = tuple[str | int, ...]
# The C parser is ten times as fast, but not every platform has it.
_Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Escapes such as "\0" write them; databases, workbooks and documents cannot hold them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_DEEPEST = 100  # levels of nesting; a questionnaire has about 15


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (dicts, lists, strings) and the 1-based line of every path in it."""

    source: str
    data: object
    lines: Mapping[Path, int]

    def place(self, path: Path) -> Place:
        """The place of `path`: its line, or that of its nearest parent in the file."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Place(self.source, self.lines.get(known, 1), ".".join(map(str, path)))


def parse(text: str, source: str = "") -> Document:
    """The document in `text`; `source` is the file name shown with mistakes.

    Raises Refusal on broken syntax, duplicate keys, aliases, control characters and more than one document.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refusal(Problem("def-syntax", Place(source, line), {"detail": error.problem or "YAML"})) from None
    except yaml.YAMLError as error:
        raise Refusal(Problem("def-syntax", Place(source, 1), {"detail": str(error)})) from None
    reader = _Reader(source)
    data = reader.read(root, ()) if root is not None else {}
    if reader.problems:
        raise Refusal(*reader.problems)
    return Document(source, data, reader.lines)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def read(self, node: yaml.Node, path: Path) -> object:
        line = node.start_mark.line + 1
        if len(path) > _DEEPEST:
            raise Refusal(Problem("def-syntax", Place(self.source, line), {"detail": "nested too deeply"}))
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.ScalarNode):
            self._check_letters(node.value, line, path)
            return node.value
        if id(node) in self.seen:  # aliases are refused: a small file could expand to a huge one
            self.problems.append(Problem("def-alias", Place(self.source, line, ".".join(map(str, path)))))
            return {}
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._mapping(node, path)

    def _check_letters(self, text: str, line: int, path: Path) -> None:
        found = _CONTROL.search(text)
        if found:
            place = Place(self.source, line, ".".join(map(str, path)))
            self.problems.append(Problem("def-control-character", place, {"found": f"U+{ord(found[0]):04X}"}))

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            self._check_letters(name, line, path)
            if name in data:
                self.problems.append(Problem("def-duplicate-key", Place(self.source, line), {"key": name}))
                continue
            self.lines[(*path, name)] = line
            data[name] = self.read(value, (*path, name))
        return data
