"""The catalogue of English texts; `python -m maturity.web.translations` updates it from code and templates.

The .po file is read directly, so that no compiled copy can be outdated. `--check` changes nothing and fails where a
text has no English, is marked fuzzy, or is not used.
"""

import sys
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import Translations

_PO = Path(str(files("maturity.web"))) / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_HEADER = rb"""msgid ""
msgstr ""
"Project-Id-Version: maturity\n"
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
_KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
_OPTIONS = {"**.html": {"silent": "false"}}


@cache
def read_catalogue() -> Translations:
    """The English translations, cached."""
    compiled = BytesIO()
    write_mo(compiled, _read())
    compiled.seek(0)
    return Translations(compiled)


def used() -> Catalog:
    """Every text of the code and the templates, with its places."""
    catalogue = Catalog(locale="en", project="maturity", charset="utf-8")
    for package, kinds in (("maturity.web", [("**.py", "python")]), ("maturity.templates", [("**.html", "jinja2")])):
        found = extract_from_dir(str(files(package)), kinds, _OPTIONS, keywords=_KEYWORDS)
        for file, _, message, _, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
            catalogue.add(message, locations=[(f"{package}/{file}", 0)], context=context)
    return catalogue


def faults() -> list[str]:
    """Descriptions of texts without English and of English texts that are not used."""
    known, wanted = _read(), used()
    missing = []
    for message in wanted:
        if message.id:
            entry = known.get(message.id)
            if entry is None or entry.fuzzy or not _complete(entry.string):
                missing.append(f"no English: {message.id!r}")
    return missing + [f"not used: {entry.id!r}" for entry in known if entry.id and wanted.get(entry.id) is None]


def update() -> None:
    """Update the file from code and templates; new texts get an empty translation."""
    known = _read()
    known.update(used(), no_fuzzy_matching=True)
    known.obsolete.clear()
    with _PO.open("wb") as file:
        file.write(_HEADER)  # without the dates of the usual one, which differ at every run
        write_po(file, known, width=120, sort_output=True, include_lineno=False, omit_header=True)


def _read() -> Catalog:
    with _PO.open("rb") as file:
        return read_po(file, locale="en")


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    if "--check" not in sys.argv:
        update()
    print(*faults(), sep="\n")
    sys.exit(bool(faults()))
