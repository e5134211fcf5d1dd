import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.classification.regions import CITIES, PROVINCES
from maturity.classification.sizes import size_of
from maturity.errors import Refusal
from maturity.statistics.dimensions import part_column
from maturity.statistics.frame import present

from .world import BREAKDOWNS, beside, make_frame


def test_a_frame_holds_one_row_an_enterprise_with_everything_derived():
    frame = make_frame({"city": ["110000", "430100"], "headcount": [1000, 299]}, [0, 5])
    assert list(frame.columns) == [
        *("year", "production_type", "division", "city", "ownership", "province", "economic_region", "size"),
        *("level", "score", "a1", "a2", "a3", "a4", "a5"),
        *("level_before", "number_before", "score_before", "level_assessed", "number_assessed", "score_assessed"),
        *(part_column(code) for code, _ in BREAKDOWNS.parts),
        "member",
    ]
    assert frame["province"].tolist() == ["110000", "430000"]
    assert frame["economic_region"].tolist() == ["east", "central"]
    assert frame["level"].tolist() == [0, 5]


def test_who_took_no_part_before_and_who_was_below_level_1_are_told_apart():
    before = make_frame({}, [1] * 4, before=[-1, 0, 1, 5])["level_before"]
    assert before.tolist() == ["NEW", "LE1", "LE1", "L5"]


def test_who_is_gone_stands_at_the_end_with_nothing_but_the_year_before():
    frame = make_frame({}, [1, 2], gone=beside([0, 4]))
    assert frame["level"].tolist() == [1, 2, -1, -1]
    assert frame["level_before"].tolist() == ["NEW", "NEW", "LE1", "L4"]
    assert frame["city"].isna().tolist() == [False, False, True, True]
    assert len(present(frame)) == 2
    assert make_frame({}, [1, 2], gone=beside([])).equals(make_frame({}, [1, 2]))


@given(st.lists(st.tuples(st.integers(1, 2000), st.integers(0, 50_000)), min_size=1, max_size=20))
def test_sizes_agree_with_the_single_rule(pairs):
    heads, revenues = zip(*pairs, strict=True)
    frame = make_frame({"headcount": heads, "revenue_10k": revenues}, [1] * len(pairs))
    assert frame["size"].tolist() == [size_of(head, revenue) for head, revenue in pairs]


@pytest.mark.parametrize(
    ("head", "revenue"),
    [(1000, 40000), (1200, 39999), (999, 50000), (5000, 1999), (300, 2000), (299, 2000), (20, 300), (19, 100000)],
)
def test_both_floors_of_a_size_must_hold(head, revenue):
    frame = make_frame({"headcount": [head], "revenue_10k": [revenue]}, [1])
    assert frame["size"].tolist() == [size_of(head, revenue)]


def test_every_city_finds_its_province_and_region():
    frame = make_frame({"city": list(CITIES)}, [1] * len(CITIES))
    assert frame["province"].tolist() == [city.province for city in CITIES.values()]
    regions = [PROVINCES[city.province].economic_region or "other" for city in CITIES.values()]
    assert frame["economic_region"].tolist() == regions


def test_codes_outside_their_classification_are_refused_together():
    with pytest.raises(Refusal) as caught:
        make_frame({"city": ["999999", "320500"], "division": ["39", "99"]}, [1, 1])
    assert {problem.values["column"] for problem in caught.value.problems} == {"city", "division"}


def test_no_column_is_a_list_of_objects():
    frame = make_frame({}, [1] * 3)
    assert all(str(kind) == "category" or np.issubdtype(kind, np.number) for kind in frame.dtypes)


def test_ownership_is_known_or_not_stated():
    assert make_frame({}, [1, 2])["ownership"].tolist() == ["NS", "NS"]
    assert make_frame({"ownership": ["state", ""]}, [1, 2])["ownership"].tolist() == ["state", "NS"]
