"""Targets: how far they were reached, and the indicators of 2015 to 2020."""

import pytest

from maturity.errors import Refusal
from maturity.questionnaire import Text
from maturity.regions.attainment import Attained, Target, change, read_attained, targets


def attained(base, target, actual, kind="level"):
    return Attained(Target("t", Text("目标", "Target"), Text("", ""), kind, base, target), actual)


@pytest.mark.parametrize(
    ("base", "target", "actual", "expected"),
    [
        (572, 560, 566, 0.5),
        (572, 560, 575, -0.25),
        (65, 73, 71, 0.75),
        (2.2, 3.5, 3.8, 1.230769),
        (0, -18, -16, 0.888889),
        (0, -23, -40, 1.739130),
    ],
)
def test_attainment(base, target, actual, expected):
    assert attained(base, target, actual).attainment == pytest.approx(expected, abs=1e-6)


def test_a_target_that_is_the_base_leaves_it_undefined():
    assert attained(5, 5, 7).attainment is None


PER_CENT = {
    **{"steel-energy": -2.098, "clinker-energy": -6.25, "aluminium-electricity": -1.124, "refining-energy": -3.077},
    **{"ethylene-energy": -3.186, "ammonia-energy": -2.329, "paper-energy": -9.434, "recycled-resources": 59.091},
    **{"recycled-metals": 45.749, "scrap-steel": 80.072, "waste-electronics": 72.5, "waste-plastics": 27.778},
    **{"waste-tyres": 54.545, "green-output": 88.679},
}
POINTS = {
    **{"solid-waste-use": 8, "tailings-use": 3, "gangue-use": 3, "gypsum-use": 13, "steel-slag-use": 16},
    **{"red-mud-use": 6, "low-carbon-energy": 3, "energy-intensive-sectors": -2.8},
    **{"energy-intensity": -18, "carbon-intensity": -22, "water-intensity": -23, "emission-intensity": -20},
}


PRINTED = {
    **{"energy-intensity": (0, -18), "carbon-intensity": (0, -22), "water-intensity": (0, -23)},
    **{"emission-intensity": (0, -20), "steel-energy": (572, 560), "clinker-energy": (112, 105)},
    **{"aluminium-electricity": (13350, 13200), "refining-energy": (65, 63), "ethylene-energy": (816, 790)},
    **{"ammonia-energy": (1331, 1300), "paper-energy": (530, 480), "solid-waste-use": (65, 73)},
    **{"tailings-use": (22, 25), "gangue-use": (68, 71), "gypsum-use": (47, 60), "steel-slag-use": (79, 95)},
    **{"red-mud-use": (4, 10), "recycled-resources": (2.2, 3.5), "recycled-metals": (1235, 1800)},
    **{"scrap-steel": (8330, 15000), "waste-plastics": (1800, 2300), "waste-tyres": (550, 850)},
    **{"waste-electronics": (4, 6.9), "low-carbon-energy": (12, 15), "energy-intensive-sectors": (27.8, 25)},
    "green-output": (5.3, 10),
}


def test_the_shipped_targets_are_the_printed_ones():
    assert {id: (one.base, one.target) for id, one in targets().items()} == PRINTED


def test_changes_are_per_cent_or_percentage_points_by_the_kind_of_indicator():
    assert set(targets()) == {*PER_CENT, *POINTS}
    for id, one in targets().items():
        found = Attained(one, one.target)
        assert found.points == (id in POINTS), id
        assert found.change == pytest.approx(({**PER_CENT, **POINTS})[id], abs=5e-4), id


def test_a_change_in_per_cent_of_nothing_is_undefined():
    assert change(0, 7, points=False) is None
    assert change(0, 7, points=True) == 7


def test_shipped_targets_carry_their_provenance():
    for one in targets().values():
        assert one.source is not None
        assert one.status in ("S", "V", "C") or not one.verified
        assert not one.part_of or one.part_of in targets()


def read(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return read_attained(path)


def problems(tmp_path, text):
    with pytest.raises(Refusal) as caught:
        read(tmp_path, text)
    return [(problem.place.row, problem.place.column, problem.code) for problem in caught.value.problems]


def test_indicators_are_named_by_id_or_name_and_own_targets_go_first(tmp_path):
    text = (
        "地区,指标,实际值,基数,目标,单位\n"
        "江苏,steel-energy,566,,,\n"
        "江苏,Utilisation of industrial solid waste,71%,,,%\n"
        "江苏,工业固体废物综合利用率,80,70,90,%\n"
        "江苏,本省指标,12,10,14,家\n"
    )
    found = read(tmp_path, text)
    assert [one.attainment for one in found] == [0.5, 0.75, 0.5, 0.5]
    assert [one.target.status for one in found] == ["S", "S", "own", "own"]
    assert [one.target.verified for one in found] == [True, True, False, False]
    assert [one.points for one in found] == [False, True, True, False]
    assert {one.region for one in found} == {"江苏"}


def test_mistakes_are_told_with_their_place(tmp_path):
    text = (
        "indicator,actual,target,unit\n本省指标,12,,\nsteel-energy,many,,\nsteel-energy,,,\nsteel-energy,0.566,,tce/t\n"
    )
    assert problems(tmp_path, text) == [
        (2, "indicator", "regions-target"),
        (3, "actual", "regions-number"),
        (4, "actual", "regions-no-value"),
        (5, "unit", "regions-unit"),
    ]
    fractions = "indicator,actual\nsolid-waste-use,0.71\nsolid-waste-use,0.71%\nrecycled-resources,0.71\n"
    assert problems(tmp_path, fractions) == [(2, "actual", "regions-fraction")]
    assert problems(tmp_path, "indicator,actual\n") == [(None, "", "intake-empty")]
