"""Reference metadata: the template, its mistakes by line, and what a release adds by itself."""

import csv
import io
from dataclasses import replace

import pytest
from maturity.exports.releases import reference as sims_csv

from maturity.assessment.selection import LeftOut
from maturity.cli import main
from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication import notes
from maturity.publication.metadata import CONCEPTS, template
from maturity.publication.metadata_file import NAME, kept_sims, read_sims
from maturity.publication.release import assemble
from maturity.questionnaire import Text, load
from maturity.statistics.plan import load_plan
from maturity.statistics.tabulate import tabulate

from ..statistics.world import frame_2021


def test_every_note_stands_under_a_concept():
    known = {note for concept in CONCEPTS for note in concept.notes}
    assert set(notes._NOTES) - known == set()


FILLED = {
    "contact-organisation": ("某某标准院", "Institute of Standards"),
    "contact-email": ("statistics@example.org", "statistics@example.org"),
    "unit": ("法人单位", "legal unit"),
    "mandate": ("统计调查制度", "statistical survey programme"),
    "secrecy": ("统计法第九条", "Statistics Law, article 9"),
    "frequency": ("每年一次", "once a year"),
}


def filled(**more):
    """The template with what must be filled in; `more` replaces lines by concept, "_" for "-"."""
    lines = []
    texts = FILLED | {id.replace("_", "-"): value for id, value in more.items()}
    for line in template():
        id = line.partition(":")[0]
        if id in texts:
            zh, en = texts[id]
            line = f'{id}: {{zh: "{zh}", en: "{en}"}}'
        lines.append(line)
    return "\n".join(lines)


def codes(text):
    with pytest.raises(Refusal) as caught:
        read_sims(text, "m.yaml")
    return [(problem.code, problem.place.column, problem.place.row) for problem in caught.value.problems]


def test_a_filled_template_reads_back_and_what_is_empty_is_left_out():
    assert read_sims(filled()) == {id: Text(*pair) for id, pair in FILLED.items()}


def test_the_bare_template_misses_what_is_required_and_nothing_else():
    found = codes("\n".join(template()))
    assert {code for code, *_ in found} == {"sims-missing"}
    assert {column for _, column, _ in found} == {concept.id for concept in CONCEPTS if concept.required}
    assert all(row > 4 for *_, row in found)


@pytest.mark.parametrize(
    ("more", "code", "column"),
    [
        ({"description": ("只有中文", "")}, "sims-one-language", "description"),
        ({"contact_email": ("不是", "nobody")}, "sims-mail", "contact-email.zh"),
        ({"description": ("English", "English")}, "def-not-chinese", "description.zh"),
        ({"description": ("中文", "中文")}, "def-not-english", "description.en"),
        ({"description": ("长" * 4001, "long")}, "sims-long", "description.zh"),
    ],
)
def test_every_mistake_has_its_line(more, code, column):
    text = filled(**more)
    line = 1 + [each.partition(":")[0] for each in text.splitlines()].index(column.partition(".")[0])
    assert (code, column, line) in codes(text)


def test_strangers_and_shapes_are_told_at_once():
    text = filled() + "\nmood: {zh: 好, en: good}\n"
    text = text.replace('burden: {zh: "", en: ""}', "burden: 3 hours")
    assert [code for code, *_ in codes(text)] == ["sims-shape", "sims-unknown"]
    assert codes("title: x")[0][0] == "sims-version"
    assert codes("- a")[0][0] == "sims-version"


@pytest.fixture(scope="module")
def public():
    plan, frame = load_plan(), frame_2021()
    left_out = LeftOut(3, 12, differing=("a",))
    return assemble(plan, tabulate(plan, frame), load(), 2021, len(frame), rules=Rules(), left_out=left_out)


def test_what_the_program_knows_it_adds(public):
    said = {number: text for number, _, text in public.reference}
    assert "not shown" in said["S.7.2"].en
    assert "2021-12-31" in said["S.5"].en
    assert "unweighted" in said["S.18.6"].en
    assert "not verified" in said["S.18.5"].en
    assert "20,000" in said["S.3.6"].en
    assert "< 5" in said["S.12.3"].en  # a count that would name a few
    assert "4754" in said["S.3.2"].zh
    assert "S.1.1" not in said
    assert [concept.number for concept in CONCEPTS if concept.number in said] == list(said)


def test_the_bodys_own_words_come_first(public, tmp_path):
    release = replace(public, own={"secrecy": Text("统计法", "Statistics Law"), "measure": Text("=1+1", "=1+1")})
    said = {number: text for number, _, text in release.reference}
    assert said["S.7.1"] == Text("统计法", "Statistics Law")
    path = sims_csv.write(release, tmp_path / "m.sims.csv", "zh")
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    assert [row["SIMS"] for row in rows] == list(said)
    assert {row["SIMS"]: row["Text"] for row in rows}["S.4"] == "'=1+1"


def test_the_command_line_prints_and_checks_it(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("MATURITY_LANGUAGE", "en")
    for args, code in ((["metadata"], 0), (["check", str(tmp_path / NAME)], 1)):
        with pytest.raises(SystemExit) as left:
            main(args)
        assert left.value.code == code
        out = capsys.readouterr()
        if args == ["metadata"]:
            (tmp_path / NAME).write_text(out.out, encoding="utf-8")
    assert out.err.count("sims-missing") == len(FILLED)
    (tmp_path / NAME).write_text(filled(), encoding="utf-8")
    assert kept_sims(tmp_path) == read_sims(filled())
    assert kept_sims(tmp_path / "nowhere") == {}
