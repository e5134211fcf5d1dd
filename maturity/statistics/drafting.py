"""A plan of one table from what somebody chose: its YAML, titles in both languages worked out from the choice."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from ..questionnaire import Text
from .dimensions import DIMENSIONS
from .measures import SINGLE

_WHOLE = Text("总体", "overall")


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose. `where` are conditions as a plan spells them, "division = 39"; `top` 0 ranks nothing."""

    rows: Sequence[str] = ()
    measures: Sequence[str] = ("n", "share_by_level")
    levels: str = "five"
    where: Sequence[str] = field(default=())
    by: str = ""
    top: int = 0

    @property
    def title(self) -> Text:
        """What the table will be called."""
        known = [DIMENSIONS[id].label for id in self.rows if id in DIMENSIONS]
        if not known:
            return Text("成熟度等级总体分布", "Maturity levels overall")
        zh, en = "和".join(label.zh for label in known), " and ".join(label.en.lower() for label in known)
        return Text(f"按{zh}分的成熟度等级分布", f"Maturity levels by {en}")


def written(choice: Choice) -> str:
    """The YAML of a plan with this one table, as `maturity check` and `maturity publish --plan FILE.yaml` read it."""
    chart = "levels" if "share_by_level" in choice.measures and len(choice.rows) <= 1 and not choice.top else "none"
    table: dict[str, object] = {
        "id": "table",
        "title": _both(choice.title),
        "rows": list(choice.rows),
        "levels": choice.levels,
        "measures": list(choice.measures),
        "chart": chart,
    }
    if choice.where:
        table["population"] = list(choice.where)
    if choice.top:
        ranked = choice.by or next((one for one in choice.measures if one in SINGLE), "n")
        table["ranking"] = {"by": ranked, "top": choice.top}
    scope = Text(
        "已提交自评的制造业企业，每家取当年最近一次有效提交",
        "Manufacturing enterprises with a submitted self-assessment; the latest valid one of the year for each",
    )
    plan = {"id": "own-table", "title": _both(choice.title), "scope": _both(scope), "tables": [table]}
    text: str = yaml.safe_dump(plan, allow_unicode=True, sort_keys=False, width=1000)
    return text


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
