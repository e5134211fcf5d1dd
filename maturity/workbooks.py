"""An assessment as an offline workbook: what the store knows becomes what the workbook's writer shows."""

from collections.abc import Mapping
from datetime import date

from .answers import Response
from .classification.industries import DIVISIONS
from .classification.ownership import OWNERSHIPS
from .classification.regions import CITIES, PROVINCES
from .offline import Outgoing
from .questionnaire import Questionnaire, Text
from .store import Connection, answers, organisations, submissions
from .store.assessments import Assessment, same_questionnaire
from .store.facts import Facts
from .store.people import Person

_TYPES = {"process": Text("流程型", "Process production"), "discrete": Text("离散型", "Discrete production")}
_LABELS = {
    "name": Text("企业名称", "Enterprise"),
    "credit_code": Text("统一社会信用代码", "Unified social credit code"),
    "division": Text("行业大类", "Industry division"),
    "production_type": Text("生产类型", "Type of production"),
    "city": Text("所在城市", "City"),
    "headcount": Text("从业人员（人）", "Persons employed"),
    "revenue_10k": Text("上年营业收入（万元）", "Revenue of last year, 10,000 yuan"),
    "founded": Text("成立年份", "Founded in"),
    "ownership": Text("控股情况", "Ownership"),
}


def blank(questionnaire: Questionnaire, profile: str, language: str, day: date) -> Outgoing:
    """A workbook of no enterprise. Raises Refusal answer-unknown-profile."""
    return Outgoing(Response(questionnaire, profile, {}), {}, language, day)


def filled(
    c: Connection,
    person: Person,
    found: Assessment,
    questionnaire: Questionnaire,
    language: str,
    *,
    empty: bool = False,
) -> Outgoing:
    """The workbook of an assessment that the store gave to the person, with all that is answered so far.

    A submitted one has the answers and facts it was submitted with. With `empty` it holds no answers and comments, and
    still belongs to the assessment. Its date is that of the last change. Raises Refusal assessment-questionnaire.
    """
    same_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    held = answers.saved(c, found)
    moments = [found.created_at, *(one.at for one in held.values())]
    if found.state == "submitted":
        submission = submissions.submission(c, person, found.id)
        facts, response = submission.content.facts, submission.response(questionnaire)
        moments.append(submission.submitted_at)
    else:
        facts = organisations.organisation(c, person, found.organisation_id).facts
        given = {item: one.answer for item, one in held.items() if one.answer is not None}
        response = Response(questionnaire, found.profile, given, found.cuts)
    if empty:
        held, response = {}, Response(questionnaire, found.profile, {}, response.cuts)
    return Outgoing(
        response,
        {item: one.comment for item, one in held.items()},
        language,
        max(moments).date(),
        versions={item: one.version for item, one in held.items()},
        assessment=found.id,
        facts=(*told(facts, language), (Text("年份", "Year").of(language), str(found.year))),
    )


def told(facts: Facts, language: str) -> tuple[tuple[str, str], ...]:
    """Facts as labels and values to read; codes with their names."""
    division, city = DIVISIONS.get(facts.division), CITIES.get(facts.city)
    values: Mapping[str, str] = {
        "name": facts.name,
        "credit_code": facts.credit_code,
        "division": f"{facts.division} {division.name.of(language)}" if division else facts.division,
        "production_type": _TYPES[facts.production_type].of(language),
        "city": f"{PROVINCES[city.province].name.of(language)} {city.name.of(language)}" if city else facts.city,
        "headcount": str(facts.headcount),
        "revenue_10k": format(facts.revenue_10k.normalize(), "f"),
        "founded": str(facts.founded),
        "ownership": OWNERSHIPS[facts.ownership].of(language) if facts.ownership else "",
    }
    return tuple((label.of(language), values[field]) for field, label in _LABELS.items() if values[field])
