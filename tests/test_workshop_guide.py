"""The facilitator's guide: its pictures are there and small, its words are those of the pages, a page holds it."""

import re
import runpy
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = {"zh": DOCS / "workshops.zh.md", "en": DOCS / "workshops.md"}
CATALOGUE = ROOT / "maturity" / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
SAID = {"谁能说说选最低一档的理由？最高一档呢？", "标准"}  # quoted, and no words of a page as they stand there


def texts(page):
    return page.read_text(encoding="utf-8")


def test_every_picture_of_the_script_is_there_small_and_shown():
    pytest.importorskip("playwright")
    pictures = runpy.run_path(str(DOCS / "make_workshops.py"))["PICTURES"]
    assert sorted(pictures) == sorted(path.name for path in (DOCS / "workshops").iterdir())
    for name in pictures:
        assert (DOCS / "workshops" / name).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert (DOCS / "workshops" / name).stat().st_size < 100_000, name
        assert f"workshops/{name}" in texts(PAGES[name[-6:-4]])


@pytest.mark.parametrize("language", PAGES)
def test_the_buttons_that_the_guide_names_are_those_of_the_pages(language):
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    known = set()
    for one in catalogue:
        found = one.id if language == "zh" else one.string
        known |= {found} if isinstance(found, str) else set(found)
    pressed = {
        re.sub(r"\d+", "%(num)s", words) for words in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", texts(PAGES[language]))
    }
    assert len(pressed) >= 6
    assert pressed <= known, pressed - known
    quoted = set(re.findall("“(.*?)”" if language == "zh" else '"(.*?)"', texts(PAGES[language]))) - SAID
    quoted -= {"standard", "who can argue for the lowest? for the highest?"}
    assert len(quoted) >= 6
    assert quoted <= known, quoted - known


@pytest.mark.parametrize(("language", "most"), [("zh", 1000), ("en", 3200)])
def test_a_page_holds_the_guide(language, most):
    words = re.sub(
        r"!?\[.*?\]\(.*?\)|[#|*\-\s]" if language == "zh" else r"!?\[.*?\]\(.*?\)", "", texts(PAGES[language])
    )
    assert len(words) < most
