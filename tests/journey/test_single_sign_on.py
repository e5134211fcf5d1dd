"""Signing in through an identity provider, connecting an account to it, and confirming by it who one is."""

import pytest
from playwright.sync_api import expect

from maturity.store.accounts.people import add_person

from ..provider import running
from .conftest import served
from .enterprise import PASSWORD, assert_accessible, send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),  # in the provider
]
WORDS = {
    "zh": ("用 示例身份 登录", "不用密码，用 示例身份 确认身份", "账户已连接"),
    "en": ("Sign in with 示例身份", "Confirm with 示例身份 instead of the password", "Your account is connected"),
}


@pytest.fixture(scope="module")
def provider():
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def world(provider, tmp_path_factory, upgraded_sqlite):
    def config(address):
        return {**provider.config, "OIDC_NAME": "示例身份", "BASE_URL": address}

    with served(tmp_path_factory, upgraded_sqlite, config) as found:
        yield found


def at_the_provider(page, subject):
    """Sign in on the provider's page; it sends the browser back."""
    page.fill("[name=sub]", subject)
    send(page, "button:has-text('Authorize')")


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("width", [1440, pytest.param(390, marks=pytest.mark.thorough)])
def test_people_sign_in_connect_and_confirm(chromium, world, provider, language, width):
    (address, store), (button, confirm, connected) = world, WORDS[language]
    new, known = (f"{name}{language}{width}" for name in ("new", "known"))
    provider.knows(new, name="林晓")
    provider.knows(known)
    with store.write() as c:
        add_person(c, email=f"{known}@example.com", name="吴敏", role="enterprise", password=PASSWORD)
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/sign-in?lang={language}")
    assert_accessible(page)
    send(page, f"text={button}")
    at_the_provider(page, new)
    page.goto(f"{address}/second-factor")
    assert_accessible(page)
    send(page, f"text={confirm}")
    at_the_provider(page, new)
    expect(page.locator("[name=password]")).to_have_count(0)
    assert_accessible(page)
    send(page, "#own button.button")
    expect(page.locator(".qr svg")).to_be_visible()
    context.clear_cookies()

    page.goto(f"{address}/sign-in?lang={language}")
    send(page, f"text={button}")
    at_the_provider(page, known)
    expect(page.locator("[role=alert]")).to_contain_text(f"{known}@example.com")
    assert_accessible(page)
    page.fill("[name=email]", f"{known}@example.com")
    page.fill("[name=password]", PASSWORD)
    send(page, "#sign-in button.button")
    page.goto(f"{address}/identity")
    assert_accessible(page)
    send(page, "main a.button")
    at_the_provider(page, known)
    assert_accessible(page)
    page.fill("[name=password]", PASSWORD)
    send(page, "#connect button.button")
    expect(page.locator(".lead")).to_contain_text(connected)
    assert_accessible(page)
    page.goto(f"{address}/password")
    assert_accessible(page)
    context.close()
