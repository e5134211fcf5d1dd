"""Pages of the register: import in two steps, the history of a unit, tables and files."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest

from maturity.registers.ledger import Event
from maturity.store.registers.ledger import append, ledger

from ...registers.made import HEAD, added, line

PARK = "a" * 32
FACTORY = "b" * 32


@pytest.fixture
def filled(sqlite_store):
    events = [
        added("示例一厂", unit=FACTORY, city="320500", division="34", credit_code="91110000802100433B"),
        added("示例园区", "park", unit=PARK, province="370000"),
        added("示例二厂", unit="c" * 32, day=date(2020, 10, 1), batch="5"),
        Event("c" * 32, "remove", date(2022, 1, 15), "factory", "示例二厂", reason="exclusion-b"),
    ]
    with sqlite_store.write() as c:
        append(c, None, events, 0)
    return sqlite_store


@pytest.fixture
def keeper(client_of, town):
    return client_of(town.people["analyst"])


def file_of(*lines):
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *lines])
    return io.BytesIO(text.getvalue().encode()), "list.csv"


def events(store):
    with store.read() as c:
        return ledger(c).events


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def checked(keeper, *lines, **common):
    return keeper.post("/register/import", data={"table": file_of(*lines), **common})


def enter(keeper, answer):
    address = re.search(r'action="(/register/import/\w+)"', answer.text)[1]
    return keeper.post(address, data=hidden(answer.text))


def test_a_table_is_checked_and_then_entered(keeper, filled):
    removal = line("移出", 名称="示例一厂", 日期="2023-05-01", 移出原因="造假")
    answer = checked(keeper, line(name="示例三厂"), removal)
    assert answer.status_code == 200
    assert "还没有登记" in answer.text
    assert "移出：弄虚作假" in answer.text
    assert len(events(filled)) == 4
    assert enter(keeper, answer).location == "/register"
    assert [(one.action, one.name) for one in events(filled)[4:]] == [("add", "示例三厂"), ("remove", "示例一厂")]
    assert "示例三厂" in keeper.get("/register").text


def test_what_all_rows_have_in_common_is_kept_between_the_steps(keeper, filled):
    answer = checked(keeper, line(kind="", 批次="", 日期=""), kind="chain", batch="第七批", day="2023-05-01")
    enter(keeper, answer)
    one = events(filled)[-1]
    assert (one.kind, one.batch, one.on) == ("chain", "7", date(2023, 5, 1))


def test_every_mistake_is_shown_by_its_cell_and_nothing_is_entered(keeper, filled):
    answer = checked(keeper, line(), line(name="示例三厂", 省份="江南"), kind="factory")
    assert answer.status_code == 400
    assert "第 2 行" in answer.text
    assert "“示例一厂”已经在名单中" in answer.text
    assert re.search(r'data-label="列">省份<', answer.text)
    assert "相近的有：" in answer.text
    assert "江西" in answer.text
    assert len(events(filled)) == 4


def test_what_was_entered_meanwhile_is_checked_again(keeper, filled):
    answer = checked(keeper, line(name="示例三厂"))
    with filled.write() as c:
        append(c, None, [added("示例四厂", unit="d" * 32)], 4)
    again = enter(keeper, answer)
    assert again.status_code == 409
    assert "检查之后有人登记了别的变动" in again.text
    assert enter(keeper, again).status_code == 302
    assert events(filled)[-1].name == "示例三厂"


def test_an_upload_without_a_file_is_told(keeper):
    answer = keeper.post("/register/import", data={})
    assert answer.status_code == 400
    assert "没有选择文件" in answer.text


def test_a_checked_table_is_its_persons_alone(keeper, filled, client_of, town):
    answer = checked(keeper, line(name="示例三厂"))
    assert enter(client_of(town.people["administrator"]), answer).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"示例一厂", "示例园区", "示例二厂"}),
        ("kind=park", {"示例园区"}),
        ("province=320000&state=listed", {"示例一厂"}),
        ("state=removed", {"示例二厂"}),
        ("batch=5", {"示例二厂"}),
        ("division=34", {"示例一厂"}),
        ("words=园", {"示例园区"}),
        ("words=91110000802100433b", {"示例一厂"}),
        ("words=无", set()),
    ],
)
def test_units_are_found_by_filters(keeper, filled, query, shown):
    page = keeper.get(f"/register?{query}").text
    assert set(re.findall(r'scope="row"><a href="[^"]*">([^<]*)<', page)) == shown


def test_the_history_of_a_unit_grows_with_what_is_entered(keeper, filled):
    address = f"/register/units/{FACTORY}"
    form = {"seen": "1", "day": "2023-05-01", "name": "示例新厂", "note": "文号 1"}
    assert keeper.post(f"{address}/rename", data=form).location == address
    page = keeper.get(address).text
    assert "曾用名称" in page
    assert "analyst 登记于" in page
    form = {"seen": "2", "day": "2023-06-01", "reason": "exclusion-a", "note": ""}
    assert keeper.post(f"{address}/remove", data=form).status_code == 302
    assert "已移出：未正常生产经营" in keeper.get(address).text
    assert (
        keeper.post(f"{address}/restore", data={"seen": "3", "day": "2024-01-01", "batch": "第八批"}).status_code == 302
    )
    assert [one.action for one in events(filled)[4:]] == ["rename", "remove", "restore"]
    assert events(filled)[-1].batch == "8"


def test_facts_of_a_unit_are_corrected_on_its_page(keeper, filled):
    address = f"/register/units/{FACTORY}"
    form = {"seen": "1", "day": "2023-05-01", "province": "浙江", "city": "杭州", "division": "", "note": "文号 2"}
    assert keeper.post(f"{address}/correct", data=form).location == address
    page = keeper.get(address).text
    assert "浙江" in page
    assert "杭州" in page
    again = keeper.post(f"{address}/correct", data={**form, "seen": "2"})
    assert again.status_code == 400, "nothing would change"
    wrong = keeper.post(f"{address}/correct", data={"seen": "2", "day": "2023-06-01", "province": "江南"})
    assert (wrong.status_code, "江西" in wrong.text) == (400, True)
    assert [one.action for one in events(filled)[4:]] == ["correct"]


@pytest.mark.parametrize(
    ("action", "form", "words"),
    [
        ("rename", {"name": ""}, "“变更后名称”没有填"),
        ("rename", {"name": "示例二厂"}, "已经是另一家的名称"),
        ("rename", {"name": "示例一厂"}, "与现名称"),
        ("remove", {"reason": "other"}, "“移出原因”没有填"),
        ("remove", {"reason": "accident", "day": "2021-01-01"}, "在它之前"),
        ("remove", {"reason": "accident", "day": "2999-01-01"}, "不在 2000-01-01 至今天之间"),
        ("remove", {"reason": "accident", "seen": "0"}, "有了变化"),
        ("restore", {}, "已经在名单中"),
        ("restore", {"batch": "批" * 21}, "21"),
        ("remove", {"reason": "accident", "note": "长" * 501}, "501"),
    ],
)
def test_what_cannot_be_entered_is_told_above_the_form(keeper, filled, action, form, words):
    data = {"seen": "1", "day": "2023-05-01", **form}
    answer = keeper.post(f"/register/units/{FACTORY}/{action}", data=data)
    assert answer.status_code == 400
    assert words in answer.text
    assert len(events(filled)) == 4


def test_the_ledger_has_everything_that_was_entered_the_last_first(keeper, filled, monkeypatch):
    monkeypatch.setattr("maturity.web.registers.listing.LOGGED", 3)
    page = keeper.get("/register/ledger").text
    assert re.findall(r"</a>：([^<：]+)", page) == ["移出", "列入", "列入"]
    after = re.search(r'href="(/register/ledger\?before=2)"', page)[1]
    assert re.findall(r"</a>：([^<：]+)", keeper.get(after).text) == ["列入"]


def test_an_unknown_unit_is_not_found(keeper, filled):
    assert keeper.get("/register/units/" + "0" * 32).status_code == 404


def test_tables_close_and_name_what_is_unexplained(keeper, filled):
    form = {"kind": "park", "batch": "6", "closing": "3", "source": "公告"}
    assert keeper.post("/register/stock", data=form).status_code == 302
    page = keeper.get("/register/figures").text
    assert '<td class="number met">+2</td>' in page
    assert 'role="img"' in page
    assert keeper.post("/register/stock", data={**form, "batch": "9"}).status_code == 400
    assert keeper.post("/register/stock", data={**form, "closing": "x"}).status_code == 400
    assert keeper.post("/register/stock", data={**form, "kind": "x"}).status_code == 400
    keeper.post("/register/stock", data={**form, "remove": "1"})
    assert 'number met">+2<' not in keeper.get("/register/figures").text


def test_the_printed_lists_mark_what_is_not_verified(keeper):
    page = keeper.get("/register/figures").text
    assert "第 5 批" in page
    assert "2025 年度 *" in page
    assert "2024 年度 *" not in page


def test_the_files_hold_the_register(keeper, filled):
    rows = list(csv.DictReader(io.StringIO(keeper.get("/register/register.csv").data.decode("utf-8-sig"))))
    assert [row["状态"] for row in rows] == ["在名单中", "在名单中", "已移出"]
    book = openpyxl.load_workbook(io.BytesIO(keeper.get("/register/register.xlsx").data))
    assert len(book.sheetnames) == 7


@pytest.mark.parametrize("role", ["analyst", "administrator"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "/figures", "/import", "/ledger", f"/units/{FACTORY}"])
def test_pages_open_in_both_languages(client_of, town, filled, role, language, path):
    answer = client_of(town.people[role], language).get(f"/register{path}")
    assert answer.status_code == 200
    words = re.sub(r"<option.*?</option>|示例\S*|>中文<", "", answer.text, flags=re.DOTALL)
    assert language == "zh" or not re.search("[\u4e00-\u9fff]", words)


def test_the_ledger_is_read_again_only_where_it_grew(keeper, filled, statements):
    keeper.get("/register")
    statements.clear()
    keeper.get("/register")
    assert sum("FROM register_events" in one for one in statements) == 1
    with filled.write() as c:
        append(c, None, [added("示例五厂", unit="e" * 32)], 4)
    assert "示例五厂" in keeper.get("/register").text
