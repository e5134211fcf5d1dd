"""What must be told of a questionnaire wherever it is offered or its results are shown: that its edition is superseded,
and that its contents are not verified.
"""

from .model import Questionnaire
from .parts import Profile
from .texts import Text


def caveats(questionnaire: Questionnaire, profile: Profile | None = None) -> tuple[Text, ...]:
    """All caveats of results under a weight profile, or (None) of the questionnaire with any of its own."""
    return tuple(text for text in (superseded(questionnaire), unverified(questionnaire, profile)) if text)


def superseded(questionnaire: Questionnaire) -> Text | None:
    """That the edition which it follows is superseded; None where it is not."""
    if questionnaire.status != "superseded":
        return None
    standard = questionnaire.standard
    return Text(
        f"本问卷依据的版本（{standard.zh}）已被取代，结果只供对照旧报告。",
        f"The edition that this questionnaire follows ({standard.en}) is superseded; compare the result with earlier "
        "reports only.",
    )


def unverified(questionnaire: Questionnaire, profile: Profile | None = None) -> Text | None:
    """That items, weights or points are not checked against the official text; None where all of them are."""
    profiles = [profile] if profile else [*questionnaire.profiles.values()]
    if questionnaire.verified and all(one.verified for one in profiles):
        return None
    if questionnaire.has_levels:
        zh, en = "条目和权重", "Items and weights"
    elif questionnaire.scoring.method in ("points", "index"):
        zh, en = "条目、权重和分值", "Items, weights and points"
    else:
        zh, en = "定义", "Definitions"
    return Text(
        f"{zh}未经标准原文核实；结果不是认证结论。",
        f"{en} are not verified against the official text; the result is no certificate.",
    )
