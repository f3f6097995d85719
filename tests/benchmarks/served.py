"""A service of its own for benchmarks: `duijie serve` on a free loopback port, and people who ask it for pages."""

import http.client
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Protocol
from urllib.parse import urlencode

import numpy as np
import psutil

from data.records.accounts import OPERATOR, NewAccount, Role
from data.storage.workspace import Workspace
from service.docking.accounts import add_account, make_account
from service.settings import Settings, environment_of
from service.web.forms import FORM_COOKIE
from tests.benchmarks.bench import say, say_figure

PASSWORD: Final = "陌上花开缓缓归2026"  # noqa: S105 - of accounts that nobody else can reach
_START_SECONDS: Final = 120.0
_LONGEST_SECONDS: Final = 600.0
"""For a page: longer than any wait that a figure should tell of."""
_SIGNED_IN: Final = 303
_LOADING: Final = ("<title>正在装载", "<b>检索索引正在装载。</b>")
"""Of the page that stands in for what is not ready (503), and of the home page as long as matching is prepared."""


class UserError(Exception):
    """The service answered what no person at a desk should see."""


@dataclass
class Tally:
    """Answers of all users: milliseconds by kind of page, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, milliseconds: float, *, fault: str = "") -> None:
        """Count one answer."""
        with self._lock:
            self.times.setdefault(kind, []).append(milliseconds)
            if fault:
                self.faults.append(fault)


class Visitor:
    """A browser of one person, signed in: one connection, kept open from page to page.

    Args:
        port: of the service.
        login: of the person's account.
        tally: counts what is asked for.
    """

    def __init__(self, port: int, login: str, tally: Tally) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_LONGEST_SECONDS)
        self._tally = tally
        token = secrets.token_urlsafe(24)
        body = urlencode({"login": login, "password": PASSWORD, "form_token": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{FORM_COOKIE}={token}"}
        self._connection.request("POST", "/sign-in", body=body, headers=headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != _SIGNED_IN:
            raise UserError(f"sign-in answered {answer.status}")
        self._cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
        # The first page opens it again: until everybody is signed in the service would have closed it.
        self._connection.close()

    def get(self, kind: str, address: str) -> str:
        """Ask for a page, and count the time until its last byte was there under a kind."""
        began = time.perf_counter()
        try:
            answer = self._answer(address)
        except (http.client.RemoteDisconnected, ConnectionResetError):
            # The service closed a connection that lay idle while it was loading; browsers ask anew, too.
            self._connection.close()
            answer = self._answer(address)
        page = answer.read().decode()
        passed = 1000 * (time.perf_counter() - began)
        if _says_loading(page):
            kind = "page of loading"
        is_page = answer.status == http.client.OK or kind == "page of loading"
        self._tally.add(kind, passed, fault="" if is_page else f"{kind}: {answer.status}")
        return page

    def _answer(self, address: str) -> http.client.HTTPResponse:
        self._connection.request("GET", address, headers={"Cookie": self._cookie})
        return self._connection.getresponse()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


class Round(Protocol):
    """What a person does once, thinking in between by `think`."""

    def __call__(self, visitor: Visitor, generator: np.random.Generator, think: "Think") -> None:
        """Ask for a few pages."""
        ...


@dataclass(frozen=True, slots=True)
class Think:
    """Pauses of one person.

    Attributes:
        least: seconds.
        most: seconds.
        ending: set when the measurement is over.
    """

    generator: np.random.Generator
    least: float
    most: float
    ending: threading.Event

    def __call__(self) -> bool:
        """Wait; tell whether the person goes on."""
        return not self.ending.wait(float(self.generator.uniform(self.least, self.most)))


def keep_bureaus(workspace: Workspace, places: Sequence[tuple[Role, str]]) -> list[str]:
    """Keep an administrator and one account for each of the bureaus; return the logins of these."""
    made: list[NewAccount] = [make_account("root-desk", name="", role=Role.ADMINISTRATOR)]
    for number, (role, code) in enumerate(places, start=1):
        made.append(make_account(f"bureau{number:02}", name="", role=role, region_code=code))
    for account in made:
        add_account(workspace, account, password=PASSWORD, at=datetime.now(UTC), by=OPERATOR)
    return [account.login for account in made[1:]]


@contextmanager
def service(settings: Settings) -> Iterator[tuple[int, psutil.Process]]:
    """Run `duijie serve` over a workspace until the block is left.

    Yields:
        Its port and its process.

    Raises:
        TimeoutError: it does not answer.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment_of(settings), stdout=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + _START_SECONDS
            while not _answers(port):
                if time.monotonic() > deadline or process.poll() is not None:
                    raise TimeoutError("the service does not answer")
                time.sleep(0.05)
            yield port, psutil.Process(process.pid)
        finally:
            process.terminate()


def settle(port: int, login: str, address: str) -> float:
    """Ask for a page until it no longer says that the service is loading.

    Returns:
        Seconds it took.
    """
    visitor, began = Visitor(port, login, Tally()), time.monotonic()
    while _says_loading(visitor.get("warm-up", address)):
        time.sleep(0.5)
    visitor.close()
    return time.monotonic() - began


def crowd(
    port: int, logins: Sequence[str], do: Round, *, seconds: float, think: tuple[float, float], seed: int
) -> Tally:
    """Let people ask at the same time, each in rounds of their own, and return what came of it."""
    tally, ending = Tally(), threading.Event()
    visitors = [Visitor(port, login, tally) for login in logins]

    def live(number: int, visitor: Visitor) -> None:
        generator = np.random.default_rng(seed + number)
        pause = Think(generator, *think, ending)
        try:
            while pause():
                do(visitor, generator, pause)
        except (OSError, http.client.HTTPException, UserError) as error:
            tally.add("broken", 0.0, fault=f"{type(error).__name__}: {error}")
        finally:
            visitor.close()

    threads = [threading.Thread(target=live, args=each) for each in enumerate(visitors)]
    for thread in threads:
        thread.start()
    ending.wait(seconds)
    ending.set()
    for thread in threads:
        thread.join()
    return tally


def say_tally(tally: Tally, *, target: float) -> None:
    """Print p50, p95 and the longest of each kind of page, the number of answers, and what went wrong."""
    together = [value for values in tally.times.values() for value in values]
    for kind, values in [*sorted(tally.times.items()), ("all", together)]:
        middle, late = np.percentile(values, [50, 95]).tolist()
        name = f"{kind}: p50 / p95 / longest of {len(values)}"
        say_figure(name, f"{middle:.0f} / {late:.0f} / {max(values):.0f} ms", f"p95 < {target:.0f} ms")
    say_figure("answers that were no page", str(len(tally.faults)), "0")
    for fault in sorted(set(tally.faults)):
        say(f"   {fault}")


def _says_loading(page: str) -> bool:
    return any(words in page for words in _LOADING)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
