"""Each figure is the same on every page and in the report: collected from wherever it is shown."""

import re

from maturity.answers import Chosen, NotApplicable


def plain(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_counts_and_evidence_are_the_same_wherever_they_are_shown(member, town, answered, small):
    base = f"/assessments/{town.open.id}"
    given = {item.id: Chosen("most") for item in small.items if item.level == 1}
    answered({**given, "shape.2a": NotApplicable("没有图纸")})
    member.post(f"{base}/items/skills.1a/link", data={"url": "https://demo.example/plan", "name": "规划"})
    names = ("", "result", "explain", "evidence", "review")
    pages = {name: plain(member.get(f"{base}/{name}".rstrip("/"))) for name in names}
    pages["report"] = plain(member.get(f"{base}/report.html?language=zh"))
    total, done = len(small.items_of("discrete")), len(given) + 1
    assert f"已答 {done} 条，共 {total} 条" in pages[""]
    assert f"已答 {done} 条，共 {total} 条，其中不适用 1 条" in pages["result"]
    assert f"已答 {done}/{total}，其中不适用 1" in pages["report"]
    assert f"还有 {total - done} 条未答" in pages["review"]
    levels = re.findall(r"A\d \S+ \S+ \S+ (\d+) 条中已答 (\d+) 条，其中不适用 (\d+) 条", pages["explain"])
    assert [sum(map(int, column)) for column in zip(*levels, strict=True)] == [total, done, 1]
    without = {re.search(r"(\d+) 条没有证据", pages[name])[1] for name in ("result", "evidence", "report")}
    without.add(re.search(r"没有证据的条目 (\d+)", pages["evidence"])[1])
    assert without == {str(len(given) - 1)}


def test_an_unfinished_round_is_not_compared_as_if_open_items_were_0(member, town, answered, sqlite_store, small):
    from maturity.store.rounds import begin
    from maturity.store.submissions import submit

    who = town.people["enterprise"]
    answered({item.id: Chosen("full") for item in small.items})
    with sqlite_store.write() as c:
        submit(c, who, town.open.id, small, 1)
        fresh = begin(c, who, town.open.id, small, 2025)
    page = plain(member.get(f"/assessments/{fresh.id}/compare"))
    assert "两轮的答案全部相同" in page
    item = small.items[0].id
    member.put(f"/assessments/{fresh.id}/answers/{item}", json={"choice": None, "comment": "", "version": 1})
    page = plain(member.get(f"/assessments/{fresh.id}/compare"))
    assert "暂定" in page
    assert "未答 1 条" in page
    assert "两轮的答案全部相同" not in page
