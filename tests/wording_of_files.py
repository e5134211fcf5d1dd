"""Every word of a file that the program hands out, whatever its format: hidden parts and properties too."""

import html
import io
import re
import shutil
import subprocess
import zipfile
from functools import cache

import duckdb
import pytest

from maturity.questionnaire import load

_COMMON = 6  # characters and more of a name that no sentence holds by chance, or two English words
_NAMESPACES = re.compile(r'xmlns(:\w+)?="[^"]*"')


def words_of(name, data, folder):
    """The words in `data`, a file called `name`; of archives those of every file in it. `folder` takes what must lie
    in a file to be read.
    """
    if name.endswith(".pdf"):
        if shutil.which("pdftotext") is None:
            pytest.skip("pdftotext (poppler-utils) is not installed")
        both = (["pdftotext", "-raw", "-", "-"], ["pdfinfo", "-"])
        return " ".join(subprocess.run(it, input=data, check=True, capture_output=True).stdout.decode() for it in both)
    if name.endswith(".parquet"):
        path = folder / "read.parquet"
        path.write_bytes(data)
        with duckdb.connect() as database:
            relation = database.read_parquet(str(path))
            return f"{relation.columns} {relation.fetchall()}"
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(f"{one} {words_of(one, archive.read(one), folder)}" for one in archive.namelist())
    if name.endswith((".png", ".jpeg")):
        return ""
    return html.unescape(data.decode("utf-8-sig"))


@cache
def _shipped():
    """What the shipped questionnaire alone says: phrases, and a pattern for words that may be part of others."""
    q = load()
    tiers = [rf"\b{words}\b" for tier in q.tiers for words in (tier.name.en, tier.plural)]
    levels = [rf"Level \d \({level.name.en}\)" for level in q.levels]
    pattern = re.compile("|".join([r"\bcmmm\b", r"GB/T ?3911\d", *tiers, *levels]), re.IGNORECASE)
    parts = [(group.name.zh, group.name.en) for group in q.walk()]
    phrases = [
        *("智能制造", "smart manufacturing", "smart-manufacturing"),
        *(named.name.zh for named in (*q.tiers, *q.levels)),
        *(words for choice in q.choices[1:-1] for words in (choice.text.zh, choice.text.en)),
        *(zh for zh, _ in parts if len(zh) >= _COMMON),
        *(en for _, en in parts if " " in en),
        *(words for item in q.items for words in (item.text.zh, item.text.en, item.look_for.zh, item.look_for.en)),
    ]
    return [phrase.lower() for phrase in phrases], pattern


def words_of_the_shipped(words):
    """What of the shipped questionnaire alone stands in `words`."""
    phrases, pattern = _shipped()
    text = _NAMESPACES.sub("", words)
    low = text.lower()
    return {phrase for phrase in phrases if phrase in low} | {match.group() for match in pattern.finditer(text)}
