"""Answering a questionnaire with numbers: fields, mistakes beside them, rows of tables, what is computed from them."""

import re

import pytest

from maturity.answers import Listed, NotApplicable, Said, Ticked
from maturity.questionnaire import load
from maturity.questionnaire.naming import not_applicable_when
from maturity.questionnaire.scorers import Expert
from maturity.store.assessments.answers import saved_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.web import create_app

GREEN = load("green-factory-2016")
READY = load("green-factory-2025")


@pytest.fixture
def app(config):
    return create_app({name: value for name, value in config.items() if name != "QUESTIONNAIRE"})


def started(town, store, questionnaire):
    with store.write() as c:
        return start_assessment(c, town.people["enterprise"], town.mine.id, questionnaire, "default", 2025)


@pytest.fixture
def green(town, sqlite_store):
    return started(town, sqlite_store, GREEN)


@pytest.fixture
def held(sqlite_store):
    def look(assessment):
        with sqlite_store.read() as c:
            return {item: one.answer for item, one in saved_answers(c, assessment).items()}

    return look


def put(member, assessment, item, entered, version=0, **more):
    sent = {"choice": "", "version": version, "entered": entered, **more}
    return member.put(f"/assessments/{assessment.id}/answers/{item}", json=sent)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "questionnaire", ["green-factory-2016", "green-factory-2025", "green-supply-chain-2016", "four-degrees"]
)
def test_every_area_has_its_fields(member, town, sqlite_store, questionnaire, language):
    asked = load(questionnaire)
    with sqlite_store.write() as c:
        profile = next(iter(asked.profiles))
        found = start_assessment(c, town.people["enterprise"], town.mine.id, asked, profile, 2025)
    for area in asked.areas_of(found.profile):
        page = member.get(f"/assessments/{found.id}/areas/{area.id}?lang={language}")
        assert page.status_code == 200, area.id
        for item in area.items:
            assert f'id="item-{item.id}"' in page.text
            assert (f'name="{item.id}:' in page.text) == (item.asks is not None and not hasattr(item.asks, "formula"))
        assert not re.search('>None<|="None"', page.text)


def test_a_number_is_saved_with_its_unit_and_told_as_it_was_read(member, green, held):
    answer = put(member, green, "land-area", {"number": "８万", "unit": "m2"})
    assert answer.status_code == 200
    assert answer.json["reading"] == "80,000 平方米"
    assert answer.json["entered"] == {"number": "８万"}
    assert held(green)["land-area"].value == 80000
    page = member.get(f"/assessments/{green.id}/site").text
    assert "读作 80,000 平方米" in page
    assert 'value="８万"' in page


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"number": "45,0"}, "450"),
        ({"number": "12 台"}, "单位"),
        ({"number": "-3"}, "读到"),
        ({"number": "1e400"}, "太大"),
        ({"number": "NaN"}, "不是数"),
        ({"number": "3 公顷", "unit": "mu"}, "单位"),
    ],
)
def test_a_mistake_is_told_at_the_field_and_what_was_typed_stays(member, green, held, entered, words):
    told = put(member, green, "land-area", entered)
    assert told.status_code == 400
    assert words in told.json["problems"][0]["message"] + told.json["problems"][0]["remedy"]
    form = {f"land-area:{name}": value for name, value in entered.items()} | {"seen-land-area": "0-"}
    page = member.post(f"/assessments/{green.id}/site", data=form)
    assert page.status_code == 400
    assert f'value="{entered["number"]}"' in page.text
    (item,) = re.findall(r'id="item-land-area".*?</fieldset>', page.text, re.DOTALL)
    assert words in item
    assert held(green) == {}


def test_a_table_is_filled_row_by_row_without_a_script(member, green, held):
    address = f"/assessments/{green.id}/discharges"
    rows = {"pollutants:0.key": "COD", "pollutants:0.0": "3.9", "pollutants:0.0.unit": "t", "pollutants:1.key": "氨氮"}
    form = {**rows, "pollutants:1.0": "1,300", "seen-pollutants": "0-", "more": "pollutants"}
    onward = member.post(address, data=form)
    assert onward.status_code == 302
    page = member.get(onward.location).text
    assert page.count('name="pollutants:5.key"') == 1  # two rows are filled, four more are there
    answer = held(green)["pollutants"]
    assert [(row.key, int(row.numbers["pollutants.amount"].value)) for row in answer.rows] == [
        ("COD", 3900),
        ("氨氮", 1300),
    ]
    assert 'value="COD"' in page
    wrong = {"pollutants:0.key": "COD", "pollutants:0.0": "3 m²", "pollutants:3.0": "5", "seen-pollutants": "1-"}
    page = member.post(address, data=wrong).text
    (item,) = re.findall(r'id="item-pollutants".*?</fieldset>', page, re.DOTALL)
    assert "COD：" in item
    assert "有一行没有名称，该行填的是：5" in item
    twice = {"pollutants:0.key": "COD", "pollutants:0.0": "3", "pollutants:1.key": "COD", "pollutants:1.0": "5"}
    assert "里“COD”有两行" in member.post(address, data=twice | {"seen-pollutants": "1-"}).text


def test_carriers_of_energy_have_a_line_each(member, green, held):
    assert put(member, green, "energy", {"electricity": "12,000,000", "natural-gas": "80 万"}).status_code == 200
    answer = held(green)["energy"]
    assert isinstance(answer, Listed)
    assert [row.key for row in answer.rows] == ["natural-gas", "electricity"]
    twice = put(member, green, "energy", {"electricity": "1", "electricity-equivalent": "1"}, 1)
    assert twice.status_code == 400
    assert "“电力（等价值，2021 年供电煤耗）”与另一行是同一种能源" in twice.json["problems"][0]["message"]


def test_texts_and_ticks_are_saved(member, town, sqlite_store, green, held):
    assert put(member, green, "boundary.period", {"words": "2025 年"}).status_code == 200
    assert held(green)["boundary.period"] == Said("2025 年")
    assert put(member, green, "boundary.period", {"words": "年" * 101}, 1).status_code == 400
    ready = started(town, sqlite_store, READY)
    ticks = next(item for item in READY.items if hasattr(item.asks, "options"))
    first = ticks.asks.options[0].id
    assert put(member, ready, ticks.id, {f"tick.{first}": "on", "none": "on"}).status_code == 200
    assert held(ready)[ticks.id] == Ticked((first,))
    assert put(member, ready, ticks.id, {"none": "on"}, 1).json["words"] == "一项也没有"
    assert held(ready)[ticks.id] == Ticked(())


def test_what_does_not_apply_has_a_reason_and_no_number(member, green, held):
    sent = put(member, green, "exhaust-gas", {"number": "3"}, choice="not-applicable", reason="没有废气")
    assert sent.json["entered"] == {}
    assert held(green)["exhaust-gas"] == NotApplicable("没有废气")


def test_the_same_again_is_saved_already_and_a_stale_number_is_a_conflict(member, green):
    assert put(member, green, "land-area", {"number": "8 公顷"}).json["version"] == 1
    assert put(member, green, "land-area", {"number": "8 公顷"}).json["version"] == 1
    stale = put(member, green, "land-area", {"number": "9 公顷"})
    assert stale.status_code == 409
    assert stale.json["current"]["words"] == "8 公顷"
    assert stale.json["current"]["entered"] == {"number": "8 公顷", "unit": "ha"}
    form = {"land-area:number": "9 公顷", "seen-land-area": "0-"}
    page = member.post(f"/assessments/{green.id}/site", data=form)
    assert page.status_code == 409
    assert 'value="9 公顷"' in page.text
    assert "8 公顷" in page.text


def test_a_form_sent_unchanged_changes_nothing_and_clearing_takes_the_number_back(member, green, held):
    address = f"/assessments/{green.id}/site"
    put(member, green, "land-area", {"number": "8", "unit": "ha"})
    (seen,) = re.findall(r'name="seen-land-area" value="([^"]+)"', member.get(address).text)
    form = {"land-area:number": "8", "land-area:unit": "ha", "seen-land-area": seen}
    assert member.post(address, data=form).status_code == 302
    assert put(member, green, "land-area", {"number": "8", "unit": "ha"}).json["version"] == 1
    assert member.post(address, data=form | {"clear": "land-area"}).status_code == 302
    assert held(green)["land-area"] is None


def test_computed_values_stand_beside_their_inputs_and_come_with_each_save(member, green):
    put(member, green, "land-area", {"number": "80,000"})
    put(member, green, "building-area", {"number": "52,000"})
    told = put(member, green, "structure-area", {"number": "8,000"}).json["computed"]
    ratio = next(id for id, one in told.items() if one["value"].startswith("0.75"))
    page = member.get(f"/assessments/{green.id}/site").text
    assert f'<output data-figure="{ratio}"><span data-value>0.75' in page
    assert GREEN.item(ratio).text.zh in page


def test_counts_leave_out_what_is_computed(member, green):
    page = member.get(f"/assessments/{green.id}").text
    asked = [item for item in GREEN.items_of("default") if not hasattr(item.asks, "formula")]
    assert f"共 {len(asked)} 条" in page


def test_history_evidence_and_news_tell_numbers_in_words(member, client_of, town, green):
    put(member, green, "land-area", {"number": "8", "unit": "ha"})
    put(member, green, "pollutants", {"0.key": "COD", "0.0": "3.9", "0.0.unit": "t"})
    member.put(f"/assessments/{green.id}/answers/compliance.g1", json={"choice": "yes", "version": 0})
    for item, words in (("land-area", "8 公顷"), ("pollutants", "COD 3.9 吨"), ("compliance.g1", "是")):
        assert words in member.get(f"/assessments/{green.id}/items/{item}").text
    assert "8 公顷" in client_of(town.people["consultant"]).get(f"/assessments/{green.id}").text
    assert "8 公顷" in member.get(f"/assessments/{green.id}/evidence").text
    assert 'name="choice-compliance.g1" value="yes" checked' in member.get(f"/assessments/{green.id}/compliance").text


@pytest.mark.parametrize(
    ("entered", "message", "remedy"),
    [
        ({"number": "3 kg"}, "单位“kg”不适合此处", "此处可用：平方米、公顷、亩、平方公里。"),
        ({"number": "-3"}, "读到 -3 平方米，此处必须大于 0 平方米。", "请核对数值和单位。"),
        ({"number": "3 公顷", "unit": "mu"}, "数的后面写着单位“公顷”，单位栏却是“亩”。", "请只写一个，或写成一致。"),
    ],
)
def test_units_are_told_by_their_names(member, green, entered, message, remedy):
    told = put(member, green, "land-area", entered).json["problems"][0]
    assert message in told["message"]
    assert told["remedy"] == remedy


def test_a_mistake_in_a_cell_names_its_row_and_its_column(member, town, sqlite_store, green):
    carrier = put(member, green, "energy", {"electricity": "-3"}).json["problems"][0]
    assert carrier["message"].startswith("电力（当量值）：读到 -3 千瓦时")
    several = {"0.key": "轴承", "0.0": "x"}
    products = put(member, started(town, sqlite_store, READY), "products", several).json["problems"][0]
    column = READY.item("products").asks.columns[0].name.zh
    assert products["message"] == f"轴承，{column}：“x”不是数。"


def test_units_in_common_use_are_offered_first(member, green):
    page = member.get(f"/assessments/{green.id}/discharges").text
    (offered,) = re.findall(r'<select name="energy:raw-coal.unit".*?</select>', page, re.DOTALL)
    assert re.findall(r">([^<>]+)</option>", offered) == ["千克", "吨", "万吨", "亿吨", "克", "毫克"]


def chosen(page, field):
    (offered,) = re.findall(rf'<select name="{field}.unit".*?</select>', page, re.DOTALL)
    return re.findall(r"selected>([^<>]+)</option>", offered)


def test_a_blank_field_of_energy_has_the_unit_in_which_it_is_usually_stated(member, green, held):
    """Coal in tonnes, heat in gigajoules; a number that is there has its own unit, and units alone are no answer."""
    address = f"/assessments/{green.id}/discharges"
    page = member.get(address).text
    for carrier, unit in (("raw-coal", "吨"), ("natural-gas", "立方米"), ("heat", "吉焦"), ("electricity", "千瓦时")):
        assert chosen(page, f"energy:{carrier}") == [unit]
    form = {"energy:raw-coal": "3,200", "energy:raw-coal.unit": "t", "energy:coke.unit": "t", "seen-energy": "0-"}
    assert member.post(address, data=form).status_code == 302
    (row,) = held(green)["energy"].rows
    assert (row.key, row.numbers["energy"].value) == ("raw-coal", 3_200_000)
    assert put(member, green, "energy", {"raw-coal": "3,200", "coke.unit": "t"}, 1).status_code == 200
    page = member.get(address).text
    assert (chosen(page, "energy:raw-coal"), chosen(page, "energy:coke")) == (["千克"], ["吨"])


def test_a_computed_item_leads_to_the_figures_that_it_is_computed_from(member, green):
    page = member.get(f"/assessments/{green.id}/low-carbon").text
    (item,) = re.findall(r'id="item-low-carbon.energy".*?</fieldset>', page, re.DOTALL)
    links = re.findall(rf'href="(/assessments/{green.id}/answers/[^"]+)">([^<]+)<', item)
    assert [words for _, words in links] == ["合格产品产量", "各种能源消耗量"]
    assert member.get(links[1][0]).location.endswith("/discharges#item-energy")


def test_pages_name_their_questionnaire_and_areas_that_are_computed(member, green):
    page = member.get(f"/assessments/{green.id}").text
    assert f"{green.year} 年 · {GREEN.title.zh}</p>" in page
    (row,) = re.findall(r'<th scope="row"><a href="[^"]*/land">.*?</tr>', page, re.DOTALL)
    assert "由数据算出" in row
    assert "<svg" not in row


def test_a_number_that_is_refused_has_no_reading_of_the_old_one_beside_it(member, green):
    put(member, green, "land-area", {"number": "80,000"})
    form = {"land-area:number": "80,000 kg", "seen-land-area": "1-"}
    page = member.post(f"/assessments/{green.id}/site", data=form).text
    (item,) = re.findall(r'id="item-land-area".*?</fieldset>', page, re.DOTALL)
    assert "不适合此处" in item
    assert "读作" not in item
    assert '<dl class="follows" hidden>' in item


@pytest.mark.parametrize(
    ("questionnaire", "zh", "en"),
    [
        ("green-supply-chain-2016", "须写明理由；该条按 0 分计。", "needs a reason; the item counts 0."),
        ("green-factory-2016", "该条退出，分值由其余条目分担。", "the item leaves, and the others carry its points."),
        ("four-degrees", "企业没有这项业务时选用，须写明理由。", "has no such business; needs a reason."),
        ("cmmm", "须写明理由；该条不计入得分。", "needs a reason; the item leaves the score."),
    ],
)
def test_what_becomes_of_an_item_that_does_not_apply_is_told_by_the_rule(questionnaire, zh, en):
    told = not_applicable_when(load(questionnaire))
    assert told.zh.endswith(zh)
    assert told.en.endswith(en)


def test_points_that_an_expert_gives_have_their_range_at_the_item(member, town, sqlite_store):
    ready = started(town, sqlite_store, READY)
    expert = next(item for item in READY.items if isinstance(item.scorer, Expert))
    page = member.get(f"/assessments/{ready.id}/areas/{expert.area}").text
    (item,) = re.findall(rf'id="item-{expert.id}".*?<div class="more">', page, re.DOTALL)
    assert f"0–{expert.points} 分" in item


def test_the_page_and_the_start_tell_the_rule(member, town, sqlite_store):
    found = started(town, sqlite_store, load("green-supply-chain-2016"))
    first = load("green-supply-chain-2016").areas[-1].id
    for page in (f"/assessments/{found.id}/areas/{first}", "/assessments/new?questionnaire=green-supply-chain-2016"):
        words = member.get(page).text
        assert "该条按 0 分计" in words
        assert "不计入得分" not in words


def test_an_area_that_is_called_like_a_page_has_its_own_address(member, green):
    page = member.get(f"/assessments/{green.id}/compliance").text
    assert f"/assessments/{green.id}/areas/duties" in page
    assert f'href="/assessments/{green.id}/site"' in page
    assert 'name="choice-duties.g1"' in member.get(f"/assessments/{green.id}/areas/duties").text
