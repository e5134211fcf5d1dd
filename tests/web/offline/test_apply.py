"""A workbook comes home on the page: looked at first, decided where both sides changed, saved once."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from maturity.answers import Chosen
from maturity.errors import Problem
from maturity.questionnaire.naming import item_name
from maturity.store.accounts.people import add_person
from maturity.store.assessments import answers
from maturity.store.assessments.assessments import assessment, start_assessment
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.submissions import submissions

from ...exports.questionnaires.filling import spots


@pytest.fixture
def base(town, answered):
    answered({"skills.1a": Chosen("most"), "skills.1b": Chosen("none")})
    return f"/assessments/{town.open.id}"


@pytest.fixture
def taken_out(member, base, tmp_path):
    """The workbook as it was downloaded."""
    path = tmp_path / "out.xlsx"
    path.write_bytes(member.get(f"{base}/questionnaire.xlsx?language=zh").data)
    return path


def filled(path, changes):
    """The bytes of the workbook with {item: (answer, reason, comment)} typed in."""
    book, where = load_workbook(path), spots(path)
    for item, values in changes.items():
        sheet, cell = where[item]
        for column, value in zip("DEF", values, strict=True):
            book[sheet][cell.replace("D", column)].value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, base, data, name="填好的.xlsx"):
    return client.post(f"{base}/workbook", data={"workbook": (BytesIO(data), name)})


def upload_of(base, page):
    return page.split(f"{base}/workbook/")[1].split('"')[0]


def seen(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def confirm(client, base, page, **sides):
    sent = {"seen": seen(page)} | {f"side-{item}": side for item, side in sides.items()}
    return client.post(f"{base}/workbook/{upload_of(base, page)}", data=sent)


def held(store, town):
    with store.read() as c:
        found = answers.saved_answers(c, assessment(c, town.people["enterprise"], town.open.id))
        return {item: (one.answer, one.comment) for item, one in found.items()}


def test_nothing_is_saved_before_it_is_confirmed(member, base, taken_out, town, sqlite_store):
    before = held(sqlite_store, town)
    page = send(member, base, filled(taken_out, {"shape.1a": ("全部满足", None, "+看过 😀")}))
    assert page.status_code == 200
    assert "1 条将更新，0 条有冲突" in page.text
    assert "+看过 😀" in page.text
    assert held(sqlite_store, town) == before
    assert confirm(member, base, page.text).status_code == 302
    assert held(sqlite_store, town) == before | {"shape.1a": (Chosen("full"), "+看过 😀")}


def test_an_untouched_workbook_changes_nothing(member, base, taken_out, town, sqlite_store):
    before = held(sqlite_store, town)
    page = send(member, base, taken_out.read_bytes())
    assert "没有要保存的" in page.text
    assert "确认导入" not in page.text
    assert held(sqlite_store, town) == before


def test_what_a_colleague_changed_meanwhile_stays(member, base, taken_out, town, sqlite_store, small):
    with sqlite_store.write() as c:
        answers.save_answer(c, town.people["consultant"], town.open.id, small, "skills.1a", Chosen("full"), "网站", 1)
    page = send(member, base, filled(taken_out, {"skills.1b": ("全部满足", None, None)}))
    confirm(member, base, page.text)
    found = held(sqlite_store, town)
    assert found["skills.1a"] == (Chosen("full"), "网站")
    assert found["skills.1b"] == (Chosen("full"), "")


@pytest.mark.parametrize(("side", "choice"), [("workbook", "none"), ("database", "full")])
def test_what_both_changed_is_decided_by_a_person(member, base, taken_out, town, sqlite_store, small, side, choice):
    with sqlite_store.write() as c:
        answers.save_answer(c, town.people["consultant"], town.open.id, small, "skills.1a", Chosen("full"), "", 1)
    page = send(member, base, filled(taken_out, {"skills.1a": ("不满足", None, None)}))
    assert "1 条有冲突" in page.text
    assert "consultant" in page.text
    undecided = confirm(member, base, page.text)
    assert undecided.status_code == 400
    assert held(sqlite_store, town)["skills.1a"][0] == Chosen("full")
    confirm(member, base, page.text, **{"skills.1a": side})
    assert held(sqlite_store, town)["skills.1a"][0] == Chosen(choice)


def test_a_change_after_the_look_is_shown_before_anything_is_saved(member, base, taken_out, town, sqlite_store, small):
    page = send(member, base, filled(taken_out, {"skills.1a": ("不满足", None, None)}))
    with sqlite_store.write() as c:
        answers.save_answer(c, town.people["consultant"], town.open.id, small, "skills.1a", Chosen("full"), "", 1)
    again = confirm(member, base, page.text)
    assert again.status_code == 409
    assert "1 条有冲突" in again.text
    assert held(sqlite_store, town)["skills.1a"][0] == Chosen("full")


def test_bringing_it_in_twice_changes_nothing_more(member, base, taken_out, town, sqlite_store):
    data = filled(taken_out, {"shape.1a": ("全部满足", None, None)})
    confirm(member, base, send(member, base, data).text)
    after = held(sqlite_store, town)
    assert "没有要保存的" in send(member, base, data).text
    assert held(sqlite_store, town) == after


def test_a_double_click_saves_once(member, base, taken_out, town, sqlite_store):
    page = send(member, base, filled(taken_out, {"shape.1a": ("全部满足", None, None)})).text
    assert confirm(member, base, page).status_code == 302
    assert confirm(member, base, page).status_code == 404
    assert held(sqlite_store, town)["shape.1a"][0] == Chosen("full")


def test_mistakes_are_listed_with_their_cells(member, base, taken_out, town, sqlite_store):
    before = held(sqlite_store, town)
    sheet, cell = spots(taken_out)["shape.1a"]
    answer = send(member, base, filled(taken_out, {"shape.1a": ("差不多", None, None)}))
    assert answer.status_code == 400
    assert f"{sheet}!{cell}" in answer.text
    assert "差不多" in answer.text
    assert held(sqlite_store, town) == before


def test_no_file_and_a_wrong_one_are_told(member, base):
    assert "没有选择文件" in member.post(f"{base}/workbook", data={}).text
    assert send(member, base, b"hello", "a.xlsx").status_code == 400


@pytest.mark.parametrize("kind", [".ods", ".XLS", ".et", ".csv", ".xlsm"])
def test_a_file_of_another_kind_is_told_what_to_do(member, base, taken_out, kind):
    answer = send(member, base, taken_out.read_bytes(), f"填好的{kind}")
    assert answer.status_code == 400
    assert f"这里只读 .xlsx 工作簿，而这是 {kind} 文件" in answer.text
    assert "另存为 .xlsx" in answer.text
    assert "CSV" not in answer.text


def test_what_is_not_read_stands_on_the_preview(member, base, taken_out):
    book = load_workbook(taken_out)
    book.create_sheet("补充")["A1"].value = "另见附件"
    out = BytesIO()
    book.save(out)
    page = send(member, base, out.getvalue()).text
    assert "以下内容不导入" in page
    assert "没有读取：填写栏以外有 1 个单元格有内容（A1: 另见附件）" in page


def test_another_assessments_workbook_is_refused(member, base, town, taken_out, sqlite_store, client_of):
    stranger = client_of(town.stranger)
    answer = send(stranger, f"/assessments/{town.foreign.id}", taken_out.read_bytes())
    assert answer.status_code == 400
    assert "另一份评估" in answer.text
    assert town.mine.facts.name not in answer.text, "whose it is, only members may know"
    assert send(stranger, base, taken_out.read_bytes()).status_code == 404


def test_who_only_reads_brings_nothing_in(client_of, base, taken_out, town, sqlite_store, member):
    with sqlite_store.write() as c:
        viewer = add_person(c, email="v@demo.example", name="示例", role="enterprise")
        add_member(c, town.mine.id, viewer.id, "viewer")
    client = client_of(viewer)
    assert "带回填好的工作簿" not in client.get(f"{base}/workbook").text
    assert send(client, base, taken_out.read_bytes()).status_code == 403
    page = send(member, base, filled(taken_out, {"shape.1a": ("全部满足", None, None)})).text
    assert confirm(client, base, page).status_code == 404  # an upload belongs to who sent it


def test_a_tailored_group_is_left_out_and_said(member, base, taken_out, town, sqlite_store, small):
    from maturity.store.assessments.assessments import tailor

    item = small.group("domain", "sales").areas[0].items[0].id
    data = filled(taken_out, {item: ("全部满足", None, None)})
    with sqlite_store.write() as c:
        tailor(c, town.people["enterprise"], town.open.id, small, {"sales": "没有"}, 1)
    page = send(member, base, data)
    assert "1 条属于已裁剪的部分" in page.text
    assert item not in held(sqlite_store, town)


def test_a_workbook_of_another_enterprise_of_mine_says_whose_it_is(
    client_of, town, taken_out, sqlite_store, small, facts
):
    person = town.people["consultant"]
    with sqlite_store.write() as c:
        firm = sign_up(c, facts(7), person.id)
        other = start_assessment(c, person, firm.id, small, "discrete", 2025)
    answer = send(client_of(person), f"/assessments/{other.id}", taken_out.read_bytes())
    assert answer.status_code == 400
    assert f"“{town.mine.facts.name} {town.open.year}”的评估，而这里是“{firm.facts.name} 2025”" in answer.text


def test_an_erased_answer_is_a_row_of_its_own_and_goes_only_with_consent(
    member, base, taken_out, town, sqlite_store, small
):
    with sqlite_store.write() as c:
        answers.save_answer(c, town.people["enterprise"], town.open.id, small, "shape.1a", Chosen("full"), "别丢", 0)
    taken_out.write_bytes(member.get(f"{base}/questionnaire.xlsx?language=zh").data)
    before = held(sqlite_store, town)
    changes = {
        "skills.1a": (None, None, None),
        "shape.1a": ("全部满足", None, None),
        "skills.1b": ("全部满足", None, None),
    }
    data = filled(taken_out, changes)
    page = send(member, base, data).text
    assert "1 条将更新，0 条有冲突" in page
    assert "2 条在工作簿里是空的" in page
    table = page.split("将清空的回答", 1)[1].split("</table>")[0]
    assert item_name(small, "skills.1a", "zh") in table
    assert "大部分满足" in table, "the answer that would go"
    assert "别丢" in table, "the comment that would go"
    kept = member.post(f"{base}/workbook/{upload_of(base, page)}", data={"seen": seen(page)}, follow_redirects=True)
    assert "1 条已更新，2 条没有清空" in kept.text
    assert held(sqlite_store, town) == before | {"skills.1b": (Chosen("full"), "")}
    page = send(member, base, data).text
    gone = member.post(
        f"{base}/workbook/{upload_of(base, page)}", data={"seen": seen(page), "erase": "1"}, follow_redirects=True
    )
    assert "2 条已清空" in gone.text
    assert held(sqlite_store, town) == {
        "skills.1a": (None, ""), "skills.1b": (Chosen("full"), ""), "shape.1a": (Chosen("full"), ""),
    }  # fmt: skip


def test_a_conflict_decided_for_an_empty_cell_empties_that_item(member, base, taken_out, town, sqlite_store, small):
    with sqlite_store.write() as c:
        answers.save_answer(c, town.people["consultant"], town.open.id, small, "skills.1a", Chosen("full"), "", 1)
    page = send(member, base, filled(taken_out, {"skills.1a": (None, None, None)}))
    confirm(member, base, page.text, **{"skills.1a": "workbook"})
    assert held(sqlite_store, town)["skills.1a"][0] is None


def test_a_submitted_assessment_is_told_before_anything_is_read(member, base, town, answered, sqlite_store, small):
    answered({item.id: Chosen("full") for item in small.items_of("discrete") if not item.id.startswith("skills.1")})
    with sqlite_store.write() as c:
        submissions.submit(c, town.people["enterprise"], town.open.id, small, 1)
    answer = send(member, base, b"whatever")
    assert answer.status_code == 409
    frozen = Problem("answer-frozen", values={"at": ""}).remedy("zh")
    assert frozen in answer.text
