"""Nothing that is not verified looks verified in what is taken along either: every page that an assessment has, found
in the URL map; the offline workbook, the roadmap's workbook, slides and PDF; the HTTP interface; releases.
"""

import io
import subprocess

import pptx
import pytest

from maturity.questionnaire import load
from maturity.questionnaire.caveats import caveats

from .api.conftest import Api, secret_of  # noqa: F401 -- a fixture
from .test_unverified import (  # noqa: F401 -- fixtures
    IDS,
    LANGUAGES,
    SCORED,
    app,
    assert_told,
    begun,
    text_of,
    text_of_file,
)

# Both languages of each where both are looked at; by default one of each kind of output
SOME = [
    pytest.param(id, language, marks=() if place % 2 == number % 2 else pytest.mark.thorough)
    for number, id in enumerate(IDS)
    for place, language in enumerate(LANGUAGES)
]
NO_PAGES = (".xlsx", ".docx", ".suffix>", "/answers", "/answers/<item>", "/continue")


def pages_of(application, base, questionnaire):
    """The pages of an assessment, one of each kind."""
    found = {"aid": base.rpartition("/")[2], "area": questionnaire.areas[0].id, "item": questionnaire.items[0].id}
    found |= {"paper": questionnaire.checklist[0].id} if questionnaire.checklist else {}
    with application.test_request_context():
        for rule in application.url_map.iter_rules():
            if "GET" not in rule.methods or "aid" not in rule.arguments or rule.rule.startswith("/api/"):
                continue
            if rule.arguments <= found.keys() and not rule.rule.endswith(NO_PAGES):
                yield application.url_for(rule.endpoint, **{name: found[name] for name in rule.arguments})


@pytest.mark.parametrize(("id", "language"), SOME)
def test_every_page_says_what_it_follows(app, member, begun, id, language):  # noqa: F811
    base, asked = begun(id), load(id)
    doubt = (
        ("未经", "不是任何标准", "由使用者提供") if language == "zh" else ("not verified", "not an eval", "users bring")
    )
    told = asked.about.of(language)
    assert any(words in told for words in doubt)
    seen = 0
    for path in dict.fromkeys(pages_of(app, base, asked)):
        answer = member.get(f"{path}?lang={language}")
        if answer.status_code == 200 and "<html" in answer.text:
            assert told in text_of(answer.text), path
            seen += 1
    assert seen > 15


@pytest.mark.parametrize(("id", "language"), SOME)
def test_workbooks_to_fill_in_and_of_the_roadmap(member, begun, id, language):  # noqa: F811
    base = begun(id)
    offline = member.get(f"{base}/questionnaire.xlsx?language={language}&lang={language}")
    assert_told(text_of_file(offline.data, "xlsx"), id, language)
    plan = member.get(f"{base}/roadmap.xlsx?lang={language}")
    assert_told(text_of_file(plan.data, "xlsx"), id, language, values=True)


def slides(data):
    shapes = (shape for slide in pptx.Presentation(io.BytesIO(data)).slides for shape in slide.shapes)
    return " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def printed(data, folder):
    (folder / "report.pdf").write_bytes(data)
    told = subprocess.run(["pdftotext", "-raw", folder / "report.pdf", "-"], check=True, capture_output=True, text=True)
    return told.stdout


@pytest.mark.parametrize(("id", "language"), SOME)
def test_slides_and_pdf(member, begun, id, language, tmp_path):  # noqa: F811
    """Lines are broken anywhere: compared without what separates words."""
    base = begun(id)
    files = {kind: member.get(f"{base}/report.{kind}?lang={language}").data for kind in ("pptx", "pdf")}
    for words in (slides(files["pptx"]), printed(files["pdf"], tmp_path)):
        for text in caveats(load(id)):
            assert "".join(text.of(language).split()) in "".join(words.split())


@pytest.mark.parametrize(("id", "language"), SOME)
def test_the_http_interface(app, town, begun, secret_of, id, language):  # noqa: F811
    told = Api(app, secret_of(town.people["enterprise"])).get(
        f"{begun(id)}/result", headers={"Accept-Language": language}
    )
    assert told.json["verified"] is False
    assert_told(" ".join(told.json["notices"]), id, language, values=True)
    assert (id in SCORED) == any("参考值" in one or "eference value" in one for one in told.json["notices"])
