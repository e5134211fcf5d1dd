"""The minutes of a workshop: how it was held, results, figures of agreement, dissent, parked items, signatures."""

from collections import Counter
from collections.abc import Iterator

from ...questionnaire.caveats import caveats
from ..blocks import Logo, Notice, Report, Section, Verdict
from . import agreement, meeting, parts
from .context import MinutesContext
from .dossier import MinutesDossier, MinutesItem

__all__ = ["MinutesDossier", "MinutesItem", "build_minutes"]


def build_minutes(dossier: MinutesDossier, language: str) -> Report:
    """The minutes of one sitting in `language` ("zh" or "en"), for the exporters of reports."""
    context = MinutesContext(dossier, language)
    again = (
        context.say(f" · 第 {dossier.sitting} 次会议", f" · sitting {dossier.sitting}") if dossier.sitting > 1 else ""
    )
    return Report(
        language=language,
        title=context.say("研讨会纪要", "Minutes of a workshop"),
        enterprise=dossier.enterprise,
        subtitle=dossier.title + again,
        verdict=_verdict(context),
        facts=parts.facts(context),
        imprint=context.say(
            "研讨会的结果是参加者的判断，不是认证结论。",
            "The results are the judgement of those who took part, not a certificate.",
        ),
        day=dossier.day,
        sections=_sections(context),
        notices=tuple(_notices(context)),
        logos=tuple(_logos(context)),
    )


def _sections(context: MinutesContext) -> tuple[Section, ...]:
    made = (
        meeting.held,
        parts.results,
        agreement.agreement,
        parts.dissent,
        parts.parked,
        parts.compared,
        parts.signatures,
    )
    return tuple(part(context) for part in made)


def _verdict(context: MinutesContext) -> Verdict:
    items, say = context.dossier.items, context.say
    kinds = Counter(one.kind or ("parked" if one.state == "parked" else "open") for one in items)
    told = (
        (kinds["agreed"] + kinds["dissent"], "条一致", "agreed"),
        (kinds["decided"], "条由主持人决定", "decided by the lead"),
        (kinds["not-applicable"], "条不适用", "not applicable"),
        (kinds["parked"], "条搁置", "parked"),
        (kinds["open"], "条未议定", "not settled"),
    )
    words = [say(f"{number} {zh}", f"{number} {en}") for number, zh, en in told if number]
    return Verdict(None, say(f"共 {len(items)} 条", f"{len(items)} items"), "", "", context.comma(words))


def _logos(context: MinutesContext) -> Iterator[Logo]:
    """The logo of the consulting firm, then that of the enterprise."""
    say, dossier = context.say, context.dossier
    firm = dossier.consultant or say("咨询机构", "Consulting firm")
    for whose, image in ((firm, dossier.firm_logo), (dossier.enterprise, dossier.client_logo)):
        if image is not None:
            yield Logo(say(f"{whose}的标志", f"Logo of {whose}"), image)


def _notices(context: MinutesContext) -> list[Notice]:
    found = [text.of(context.language) for text in caveats(context.questionnaire)]
    if context.dossier.rule.id == "light":
        found.append(
            context.say("采用了宽松规则，“一致”的说服力较弱。", "The light rule was used; agreement under it is weak.")
        )
    return [Notice(words) for words in found]
