"""The people of a workshop: a server that can be killed, phones in windows, and phones that are requests alone."""

import re
import subprocess
import time
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from ..attacks.servers import command, environment, free_port, wait_for
from .enterprise import AXE, assert_accessible, send

PASSWORD = "quiet river lantern"
CHOICES = ("none", "part", "most", "full")
_PATIENCE = 60  # seconds for which a phone tries to send its vote


class Site:
    """A server that can be killed and started again on its port."""

    def __init__(self, folder, database):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.words = environment(folder, database, MATURITY_BASE_URL=self.address)
        self.log = (folder / "server.log").open("ab")
        self.start()

    def start(self):
        self.process = subprocess.Popen(command("serve", self.port), env=self.words, stdout=self.log, stderr=self.log)
        wait_for(self.port, self.process)

    def kill(self):
        """SIGKILL: nothing is put in order."""
        self.process.kill()
        self.process.wait()

    def close(self):
        self.kill()
        self.log.close()


class Phone:
    """A phone without a window: the requests that its page would send, repeated until they arrive."""

    def __init__(self, site, code, alias, function):
        self.path = f"{site.address}/w/{code}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', self._ask(self.path))[1]
        self._ask(self.path, alias=alias, function=function)

    def vote(self, item, round, rank):
        """How often the vote had to be sent until the server had it."""
        until, tries = time.monotonic() + _PATIENCE, 0
        while time.monotonic() < until:
            tries += 1
            try:
                told = self._ask(f"{self.path}/vote", item=item, round=round, vote=CHOICES[rank])
            except HTTPError as error:
                raise AssertionError(error.read().decode()) from None
            except (URLError, OSError):  # the server is away
                time.sleep(0.2)
                continue
            assert '"saved":true' in told
            return tries
        raise AssertionError("the vote did not arrive")

    def _ask(self, address, **form):
        data = urlencode({**form, "csrf_token": self.token}).encode() if form else None
        headers = {"Accept": "application/json"} if address.endswith("/vote") else {}
        with self.opener.open(Request(address, data, headers), timeout=20) as answer:
            return answer.read().decode()


class Stage:
    """The windows of a workshop: the facilitator, who has opened the lobby, a scribe and the wall."""

    def __init__(self, chromium, site, page, people):
        self.chromium, self.site, self.windows = chromium, site, []
        self.lead = self.signed_in(people[0], "en", 1280, 900)
        self.lead.goto(page)
        assert_accessible(self.lead)
        proposed = self.lead.locator("[name=area]:checked")
        while proposed.count():
            proposed.first.uncheck()
        self.lead.check("[name=area][value=organisation-strategy]")
        self.press("Set up the workshop")
        self.press("Open the lobby")
        self.code = self.lead.locator(".room-aside .room-code").inner_text().replace("\n", "").replace(" ", "")
        self.wall = self.window(1920, 1080)
        self.wall.goto(site.address + self.lead.locator("a[target=_blank]").get_attribute("href"))
        self.scribe = self.signed_in(people[1], "zh", 1024, 768)
        self.scribe.goto(self.lead.url)

    def window(self, width, height, scheme="light"):
        context = self.chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        self.windows.append(context)
        return context.new_page()

    def signed_in(self, email, language, width, height):
        page = self.window(width, height)
        page.goto(f"{self.site.address}/sign-in?lang={language}")
        page.fill("[name=email]", email)
        page.fill("[name=password]", PASSWORD)
        send(page, "main button.button")
        return page

    def press(self, words, page=None):
        """Press a button of the facilitator, or of another page, and wait for the page that follows."""
        page = page or self.lead
        with page.expect_navigation():
            page.get_by_role("button", name=words, exact=True).first.click()

    def phone(self, number):
        """A phone in a window; the odd ones speak English, the last two are dark and small."""
        small = number > 1
        page = self.window(320 if small else 390, 640 if small else 844, "dark" if small else "light")
        page.goto(f"{self.site.address}/w/{self.code}?lang={'en' if number % 2 else 'zh'}")
        assert_accessible(page)
        page.fill("#alias", f"P{number}")
        page.locator("[name=function]").nth(number % 2).check()
        send(page, "form:has(#alias) button")
        send(page, page.locator(".ballot").first)  # the practice item
        return page

    def close(self):
        for context in self.windows:
            context.close()


def vote(page, rank):
    """Press the choice with this rank, the highest being 3, and wait until it has arrived."""
    question = page.locator("h1.question").inner_text()
    press_choice(page, rank)
    page.wait_for_function("q => document.querySelector('h1.question')?.innerText !== q", arg=question)


def press_choice(page, rank):
    page.locator(".votes .ballot").nth(3 - rank).click()


def assert_read_from_afar(page):
    """All letters of a wall stand out from the ground by 7 to 1, in both schemes."""
    only = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found = AXE.run(page, options=only).response["violations"]
        assert not [(scheme, node["html"]) for rule in found for node in rule["nodes"]]


def assert_accessible_in_the_dark_too(page):
    """As :func:`.enterprise.assert_accessible`, in both schemes."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)
