"""YAML read as text: every scalar stays a string ("No" is not False), with the line number of every value."""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from ..errors import Place, Problem, Refusal

Path = tuple[str | int, ...]
# The C parser is ten times as fast, but not every platform has it.
_Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


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

    Raises Refusal on broken syntax, duplicate keys, aliases and more than one document.
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
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if id(node) in self.seen:  # aliases are refused: a small file could expand to a huge one
            self.problems.append(Problem("def-alias", Place(self.source, line, ".".join(map(str, path)))))
            return {}
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in data:
                self.problems.append(Problem("def-duplicate-key", Place(self.source, line), {"key": name}))
                continue
            self.lines[(*path, name)] = line
            data[name] = self.read(value, (*path, name))
        return data
