"""A full report in every format: seconds, as a multiple of putting the same report into words and HTML."""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from maturity.answers import Chosen, Response
from maturity.questionnaire import load
from maturity.report import Dossier, build, exporter, suffixes
from maturity.scoring import grade
from maturity.scoring.roadmap import smallest

from .scoring import best

GOAL = 3.0  # seconds, each


def main() -> None:
    """Print what each format takes, in both languages; the fonts are looked up once before."""
    questionnaire = load()
    choices = ("full", "most", "full", "part", "full", "none")
    items = questionnaire.items_of("discrete")
    answers = {item.id: Chosen(choices[n % 6 if item.level > 1 else 0]) for n, item in enumerate(items) if n % 17}
    response = Response(questionnaire, "discrete", answers)
    comments = {item.id: "台账见文控中心，每季更新一次。" * 2 for item in items[::4]}
    dossier = Dossier(
        result=grade(response),
        enterprise="示例精密机械制造股份有限公司",
        year=2026,
        day=date(2026, 1, 1),
        comments=comments,
        roadmap=smallest(questionnaire, response),
    )
    with tempfile.TemporaryDirectory() as name:
        for language in ("zh", "en"):
            spent = {
                suffix: best(partial(_write, dossier, language, Path(name) / f"report{suffix}"), 3)
                for suffix in suffixes()
            }
            told = ", ".join(
                f"{suffix} {seconds:.2f} s = {seconds / spent['.html']:.0f} x" for suffix, seconds in spent.items()
            )
            print(f"report in {language}, multiples of .html: {told} (goal {GOAL:.0f} s each)")


def _write(dossier: Dossier, language: str, path: Path) -> None:
    exporter(path.suffix)(build(dossier, language), path)


if __name__ == "__main__":
    main()
