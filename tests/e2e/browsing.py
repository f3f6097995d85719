"""The service on a loopback port, and a person before a real browser whose every page is examined."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic, sleep

import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Browser, Page, ViewportSize, expect

from data.records.accounts import NewAccount
from data.storage.workspace import Workspace
from service.docking.passwords import hash_password
from service.identity import clock
from service.settings import Settings
from tests.service.conftest import served

DESK = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=390, height=844)
MOST_BYTES = 1_000_000
"""Of a page with its style sheets, before compression."""
MOST_SECONDS = 10
PASSWORD = "kettle-orchid-92-barge"  # noqa: S105 - of accounts that live as long as a test

_WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, each) => sum + each.decodedBodySize, 0)"""
_WIDER_BY = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(slots=True)
class Person:
    """Somebody signed in, before a window of their own.

    Attributes:
        page: the window.
        address: of the service.
        faults: what the browser wrote to its console as an error.
    """

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def opens(self, path: str) -> None:
        """Go to a page and examine it."""
        self.page.goto(f"{self.address}{path}")
        self.examines()

    def presses(self, name: str) -> None:
        """Press the first button of a name, and examine the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.examines()

    def follows(self, name: str | re.Pattern[str]) -> None:
        """Follow the first link of the text of the page with a name, and examine where it leads."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=name).first.click()
        self.examines()

    def reads(self, text: str) -> None:
        """Expect a text on the page."""
        expect(self.page.locator("main")).to_contain_text(text)

    def examines(self) -> None:
        """Hold the page against what every page owes: width, weight, silence, and no grave barrier (axe)."""
        page = self.page
        violations = Axe().run(page).response["violations"]
        grave = [
            (each["id"], [node["html"] for node in each["nodes"]])
            for each in violations
            if each["impact"] in {"serious", "critical"}
        ]
        assert (page.url, grave, page.evaluate(_WIDER_BY), self.faults) == (page.url, [], 0, [])
        assert page.evaluate(_WEIGHT) < MOST_BYTES, page.url


@dataclass(frozen=True, slots=True)
class Office:
    """The service as people reach it from one kind of window."""

    address: str
    browser: Browser
    window: ViewportSize

    @contextmanager
    def person(self, login: str) -> Iterator[Person]:
        """Sign somebody in by the form, in a browser that knows nobody yet.

        Yields:
            The person, on their first page.
        """
        with self.browser.new_context(viewport=self.window, locale="zh-CN") as context:
            page = context.new_page()
            page.set_default_timeout(MOST_SECONDS * 1000)
            person = Person(page, self.address)
            page.on("console", lambda said: person.faults.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: person.faults.append(error.message))
            person.opens("/sign-in")
            page.get_by_label("登录名").fill(login)
            page.get_by_label("密码").fill(PASSWORD)
            person.presses("登录")
            yield person


def keep_people(settings: Settings, *people: NewAccount) -> None:
    """Keep accounts that may sign in with the password of this room."""
    kept = hash_password(PASSWORD)
    with Workspace.open(settings.home) as workspace, workspace.writing() as stores:
        for each in people:
            stores.accounts.add(each, password_hash=kept, at=clock())


@contextmanager
def listening(settings: Settings) -> Iterator[str]:
    """Serve a workspace from a thread, on a free port of this computer.

    Yields:
        Its address.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(served(settings), log_config=None, lifespan="on"))
        thread = Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        last = monotonic() + MOST_SECONDS
        while not server.started:
            assert thread.is_alive(), "the service did not start"
            assert monotonic() < last, "the service took too long to start"
            sleep(0.02)
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
