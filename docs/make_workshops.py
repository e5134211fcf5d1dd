"""Takes the pictures of docs/workshops.md and docs/workshops.zh.md: the three screens of a workshop; needs Chromium.

Run by `make pictures`. The workshop is made up: twelve people judge the first items of the demo enterprise.
"""

import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from maturity.demo.load import load_people
from maturity.questionnaire import Questionnaire, load
from maturity.store import Store, open_store
from maturity.store.accounts.people import Person, find_person
from maturity.store.assessments.assessments import assessments_of
from maturity.store.workshop.creation import RoomDraft, create_room
from maturity.store.workshop.items import discuss, items_of, open_items, reveal
from maturity.store.workshop.rooms import Room, act_on_room, room
from maturity.store.workshop.seats import Newcomer, join
from maturity.store.workshop.votes import cast_vote
from maturity.web import create_app
from maturity.workshop import secrecy

FOLDER = Path(__file__).parent / "workshops"
LANGUAGES = ("zh", "en")
SCREENS = {"facilitator": (1280, 900), "wall": (1280, 720), "phone": (390, 620)}
PICTURES = [f"{screen}-{language}.png" for screen in SCREENS for language in LANGUAGES]
CHROMIUM = "/usr/bin/chromium"
_WORDS = {
    "zh": ("组织战略研讨会", ("生产", "质量", "IT"), "王"),
    "en": ("Workshop on strategy", ("Production", "Quality", "IT"), "W"),
}
_VOTES = ("part", "most")  # half the room on either side of the pass mark


@dataclass(frozen=True)
class _Scene:
    """A running workshop in one language."""

    store: Store
    person: Person
    questionnaire: Questionnaire
    room: Room
    seats: list[tuple[str, str]]

    def now(self) -> Room:
        """The room as it is."""
        with self.store.read() as c:
            return room(c, self.person, self.room.id)


def main() -> None:
    """Write every picture to FOLDER."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = open_store(f"sqlite:///{folder}/store.db")
        store.upgrade()
        questionnaire = load()
        account = load_people(store, questionnaire)[0]
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        with _served(store, folder) as address:
            for language in LANGUAGES:
                scene = _begun(store, questionnaire, account.email, language)
                _take(browser, address, scene, language, account.email, account.password)
        browser.close()
        store.close()


@contextmanager
def _served(store: Store, folder: str) -> Iterator[str]:
    settings = {"STORE": store, "DATA_DIR": folder, "RATELIMIT_ENABLED": False, "SECRET_KEY": "pictures" * 8}
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def _begun(store: Store, questionnaire: Questionnaire, email: str, language: str) -> _Scene:
    """A room with twelve seats whose first three items are open."""
    title, functions, name = _WORDS[language]
    with store.write() as c:
        person = find_person(c, email)
        assert person is not None  # noqa: S101 -- it was made just before
        about = next(one for one in assessments_of(c, person) if one.state == "open")
        ids = [item.id for item in questionnaire.items_of(about.profile)[:8]]
        made = create_room(c, person, about.id, questionnaire, RoomDraft(title, ids, functions))
        made = act_on_room(c, person, made.id, "welcome", made.counter)
        seats = []
        for number in range(12):
            secret = secrecy.seat_secret(secrecy.new_seat_code(), made.salt)
            who = Newcomer(f"{name}{number + 1}", functions[number % 3], named=True)
            seats.append((secret, join(c, made.id, secrecy.seat_key(secret), f"phone{number}", who).device))
        made = act_on_room(c, person, made.id, "start", made.counter)
        open_items(c, person, made.id, made.counter, [one.id for one in items_of(c, made.id)[:3]])
    return _Scene(store, person, questionnaire, made, seats)


def _take(browser: Browser, address: str, scene: _Scene, language: str, email: str, password: str) -> None:
    phone = _page(browser, "phone")
    phone.goto(f"{address}/w/{scene.room.code}?lang={language}")
    phone.locator("input[name=function]").first.check()
    phone.locator("button.wide").first.click()
    phone.goto(f"{address}/w/{scene.room.code}/seat")
    if (practice := phone.locator("form[action$=practice] button").first).count():
        practice.click()
    _picture(phone, "phone", language)
    _voted(scene)
    lead = _page(browser, "facilitator")
    lead.goto(f"{address}/sign-in?lang={language}")
    lead.fill("input[name=email]", email)
    lead.fill("input[name=password]", password)
    lead.locator("main button").first.click()
    lead.goto(f"{address}/assessments/{scene.room.assessment_id}/workshops/{scene.room.id}?lang={language}")
    link = str(lead.locator("a[href^='/wall/']").first.get_attribute("href"))
    _picture(lead, "facilitator", language)
    wall = _page(browser, "wall")
    wall.goto(f"{address}{link}?lang={language}")
    _picture(wall, "wall", language)


def _voted(scene: _Scene) -> None:
    """Everybody votes, the first item is revealed and under discussion."""
    with scene.store.write() as c:
        places = items_of(c, scene.room.id)[:3]
        for number, (secret, device) in enumerate(scene.seats):
            for one in places:
                vote = _VOTES[number % 2] if one is places[0] else "most"
                cast_vote(c, scene.room.id, secret, device, scene.questionnaire, one.id, 1, vote)
    with scene.store.write() as c:
        found = reveal(c, scene.person, scene.room.id, scene.now().counter)
        discuss(c, scene.person, scene.room.id, found.counter, places[0].id)


def _page(browser: Browser, screen: str) -> Page:
    width, height = SCREENS[screen]
    scale = 1 if screen == "phone" else 0.6  # a picture stays below 100 kB
    return browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale).new_page()


def _picture(page: Page, screen: str, language: str) -> None:
    page.wait_for_load_state("load")
    page.screenshot(path=FOLDER / f"{screen}-{language}.png")
    page.context.close()


if __name__ == "__main__":
    main()
