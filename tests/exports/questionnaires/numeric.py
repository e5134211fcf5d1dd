"""Answers to questionnaires without levels, drawn, and what their workbooks come to."""

from fractions import Fraction

from hypothesis import strategies as st
from openpyxl import load_workbook

from maturity.answers import Chosen, NotApplicable, Response, Said, Ticked
from maturity.answers.reading import amount_of, read_table
from maturity.quantities.factors import factors
from maturity.questionnaire.asked import Computed, Table, Ticks, Words
from maturity.questionnaire.numeric.references import Reference, References
from maturity.questionnaire.scorers import Linear, Ratio, Threshold
from maturity.scoring.evaluation import Evaluation
from maturity.scoring.methods import evaluate
from maturity.scoring.statements import statements

NA = NotApplicable("没有")


def number(draw, asked):
    """A number of some digits within the limits of what is asked, and one of its units."""
    unit = draw(st.sampled_from(list(dict.fromkeys((asked.unit, *asked.accepts)))))
    digits = draw(st.integers(1, 9_999)) if draw(st.integers(0, 9)) else 0
    value = Fraction(digits, draw(st.sampled_from([1, 1, 10, 1000])))
    base = value * unit.to(asked.unit)
    least = asked.above is not None and base <= asked.above
    most = asked.maximum is not None and base > asked.maximum
    if least or most or (unit.id == "%" and 0 < value <= 1):
        value = (Fraction(2) if asked.maximum is None else min(asked.maximum, Fraction(2))) / unit.to(asked.unit)
    words = format(float(value), ".12g")
    return asked.read(f"{words}%" if unit.id == "%" else words, unit.id)


def table(draw, item):
    """A table of some rows, of which a number may be missing."""
    if item.asks.factors:
        known = draw(st.lists(st.sampled_from([*factors("energy").values()]), max_size=3, unique_by=lambda f: f.family))
        rows = [(one.carrier, {item.id: number(draw, amount_of(one))}) for one in known]
    else:
        keys = draw(st.lists(st.sampled_from(["A", "a", "乙", "*"]), max_size=item.asks.most, unique=True))
        rows = [(key, {column.id: number(draw, column.quantity) for column in item.asks.columns}) for key in keys]
        if rows and draw(st.integers(0, 5)) == 0:
            rows[-1][1].pop(item.asks.columns[-1].id)
    return read_table(item, [(key, {id: (n.text, n.unit) for id, n in cells.items()}) for key, cells in rows])


@st.composite
def responses(draw, questionnaire):
    """Answers of every kind, many of them given."""
    answers, rarely = {}, draw(st.sampled_from([3, 20, 1000]))
    for item in questionnaire.items:
        fate = draw(st.integers(0, rarely))
        if fate == 0 or isinstance(item.asks, Computed):
            continue
        if fate == 1:
            answers[item.id] = NA
        elif item.asks is None:
            answers[item.id] = Chosen(draw(st.sampled_from(questionnaire.choices_of(item))).id)
        elif isinstance(item.asks, Table):
            answers[item.id] = table(draw, item)
        elif isinstance(item.asks, Ticks):
            options = [option.id for option in item.asks.options]
            ticked = draw(st.sets(st.sampled_from(options)))
            answers[item.id] = Ticked(tuple(option for option in options if option in ticked))
        elif isinstance(item.asks, Words):
            answers[item.id] = Said("=1+1 甲")
        else:
            answers[item.id] = number(draw, item.asks)
    return Response(questionnaire, "default", {id: answer for id, answer in answers.items() if answer is not None})


@st.composite
def reference_values(draw, questionnaire):
    """Reference values of most indicators, each in the direction that its items demand."""
    found = {}
    for item in questionnaire.items:
        scorer = item.scorer
        if isinstance(scorer, Threshold | Linear | Ratio) and scorer.reference and draw(st.integers(0, 5)):
            low, more = Fraction(draw(st.integers(1, 500)), 10), Fraction(draw(st.integers(1, 500)), 10)
            values = (low + more, low) if scorer.better == "low" else (low, low + more)
            found[scorer.reference] = Reference(scorer.reference, *values, None, {}, "出处", "R")
    return References(tuple(found.values()))


def rows_of(questionnaire):
    """The row of every item on the sheet of calculations, below headings of areas and with those of columns between."""
    found, row = {}, 4
    for area in questionnaire.areas:
        row += 1
        for item in area.items:
            row += 1
            found[item.id] = row
            if isinstance(item.asks, Table):
                row += len(item.asks.columns) or 1
    return found


def assert_equal(path, found: Evaluation):
    """What a spreadsheet program computed is what the engine computes: degrees, values, verdicts, score, bonus."""
    book = load_workbook(path, data_only=True)
    sheet, questionnaire = book["计算"], found.response.questionnaire
    for id, row in rows_of(questionnaire).items():
        one = found.items[id]
        cells = [sheet.cell(row, column).value for column in (5, 6)]
        wanted = [None, None] if one.degree is None else [one.degree.low, one.degree.high]
        for cell, exact in zip(cells, wanted, strict=True):
            assert cell in (None, "") if exact is None else close(cell, exact), (path, id, cells, one)
        figure = one.figure
        if isinstance(one.item.asks, Computed) and hasattr(figure, "rows") and len(set(figure.rows)) == 1:
            assert close(sheet.cell(row, 14).value, figure.rows[0]), (path, id)
    totals = {row[0]: row for row in sheet.iter_rows(min_row=max(rows_of(questionnaire).values()), values_only=True)}
    for name, verdict in (("否决项：满足、未满足", found.gates), ("必选要求：满足、未满足", found.mandatory)):
        if verdict.items:
            assert totals[name][1:3] == (len(verdict.those("met")), len(verdict.those("not met"))), path
    for name, span in (("得分", found.score), ("加分", found.bonus)):
        if span:
            assert close(totals[name][10], span.low), (path, totals[name], span)
            assert close(totals[name][11], span.high), (path, totals[name], span)
    broken = [hint.text.zh for hint in found.hints]
    texts = [row[0] for row in book["结果"].iter_rows(values_only=True)]
    assert [hint.text.zh for hint in questionnaire.hints if hint.text.zh in texts] == broken, path
    told = statements(found, "zh")
    for line in (*told.verdicts, told.score, told.bonus, told.grade):
        assert not line or line in texts, (path, line)
    if told.eligibility:  # which items are missed or open is told on the site alone
        whole = "要求均已满足" in told.eligibility
        assert (told.eligibility if whole else told.eligibility.partition("（")[0]) in texts, (path, told.eligibility)
    errors = [c.coordinate for s in book for row in s.iter_rows() for c in row if str(c.value)[:1] == "#"]
    assert not errors, (path, errors)


def close(cell, exact):
    """Whether a number of a spreadsheet is an exact one."""
    return isinstance(cell, int | float) and abs(cell - float(exact)) <= 1e-9 * max(1.0, abs(float(exact)))


def evaluated(response, references):
    """The evaluation of a response by the engine."""
    return evaluate(response, references)
