"""Figures as people write them have one value, and what is no definite figure is refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maturity.errors import Place, Refusal
from maturity.store.enterprises.figures import read_founded, read_headcount, read_revenue

from ...text.test_plain import BLANKS, INVISIBLE

PLACE = Place(column="figure")
NOISE = st.text(INVISIBLE + BLANKS, max_size=3)


def wide(text):
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


@given(
    st.integers(1, 10_000_000),
    st.sampled_from(["{}", "{:,}", "{}.0", "{}人", "{:,} 人", "{} persons"]),
    NOISE,
    st.booleans(),
)
def test_a_headcount_is_read_as_people_write_it(number, form, noise, full_width):
    text = form.format(number)
    assert read_headcount(noise + (wide(text) if full_width else text) + noise, PLACE) == number


@given(
    st.decimals(0, 10**9, places=4),
    st.sampled_from([("", 1), ("万", 1), ("万元", 1), (" 万元", 1), ("元", 10_000), ("亿", Decimal("0.0001"))]),
    NOISE,
)
def test_a_revenue_is_in_the_unit_it_names(value, unit, noise):
    word, factor = unit
    text = f"{value * factor:,f}{word}"
    assert read_revenue(noise + text, PLACE) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("3.5亿", 35000), ("人民币3.5亿元", 35000), ("1200万", 1200), ("12,000.5", "12000.5"), ("１２０００", 12000)],
)
def test_revenues_of_licences_and_reports(text, value):
    assert read_revenue(text, PLACE) == Decimal(value)


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2025, 12, 31)), NOISE)
def test_a_founding_day_gives_its_year(day, noise):
    assume(day.year not in (1905, 1909))  # as a cell formatted as a date shows a year of today
    for text in (
        f"{day.year}", f"{day.year}.0", f"{day.year}年", f"{day.isoformat()}", f"{day.isoformat()} 00:00:00",
        f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日", f"{day.year}年{day.month}月",
        f"{day.year}.{day.month}.{day.day}", f"{day.day}/{day.month}/{day.year}", f"{day:%Y%m%d}",
        wide(str(day.year)),
    ):  # fmt: skip
        assert read_founded(noise + text + noise, PLACE) == day.year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1905-06-27", 2005),
        ("1905/6/27", 2005),
        ("1905-03-14 00:00:00", 1900),
        ("1909-06-28", 2005),
        ("1905-07-15", 2023),
    ],
)
def test_a_year_in_a_cell_formatted_as_a_date_is_reported(text, year):
    with pytest.raises(Refusal) as caught:
        read_founded(text, PLACE)
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["year"]) == ("facts-founded-shown", year)


@pytest.mark.parametrize("text", ["1905", "1905年6月27日", "1905-12-31", "1905-02-30", "1909-03-13", "1905-06"])
def test_old_enterprises_are_taken(text):
    assert read_founded(text, PLACE) == int(text[:4])


def test_a_day_with_its_zone_is_a_day():
    assert read_founded("2005-03-01T00:00:00Z", PLACE) == 2005


WRONG = {
    read_headcount: "约1200|1000-1500|1200余人|12.5|1,5|0|-3|一千二百|1e3|300万人口",
    read_revenue: "约3亿|3亿美元|$300|¥300|1.00005|-1|nan|1e5|3亿5000万",
    read_founded: "38412|05|2005-13-01|约2005|1066|3000|2005年前|2005-2006|2005-03-01-04",
}


@pytest.mark.parametrize(("read", "text"), [(read, text) for read in WRONG for text in WRONG[read].split("|")])
def test_what_is_no_definite_figure_is_refused(read, text):
    with pytest.raises(Refusal) as caught:
        read(text, PLACE)
    (problem,) = caught.value.problems
    assert problem.code in ("facts-number", "facts-revenue", "facts-founded")
    assert problem.line("zh")
    assert problem.line("en")
