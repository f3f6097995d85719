"""`duijie serve`: a real server on loopback, and the ways it cannot start."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import UsageError
from data.storage.workspace import Workspace
from service.cli.main import main
from service.cli.serve import Reach, check_reach, is_loopback, open_socket, require_accounts
from tests.service.people import keep_accounts

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_the_service_starts_answers_and_stops_on_ctrl_c(environment: dict[str, str], free_port: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve", "--port", str(free_port)],
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # A test runner started in the background hands "ignore SIGINT" down to its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread runs here
    ) as process:
        assert process.stdout is not None
        greeting = process.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/", timeout=30) as answer:
            page = answer.read().decode()
            headers = dict(answer.headers)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=30)[1]

    assert greeting == f"对接服务已启动，请用浏览器打开 http://127.0.0.1:{free_port}\n"
    assert "<h1>工作区还是空的</h1>" in page
    assert "Server" not in headers
    assert (process.returncode, told) == (0, "按 Ctrl-C 停止服务。\n服务已停止。\n")


def test_a_taken_port_is_told_with_another_to_try(taken_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["serve", "--port", str(taken_port)])

    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert told.err == (
        f"错误：端口 {taken_port} 已被另一个程序占用（也可能本服务已经启动）。 "
        f"请关闭那个程序，或换一个端口，例如 duijie serve --port {taken_port + 1}。\n"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_that_is_not_here_is_told(host: str) -> None:
    with pytest.raises(UsageError, match=f"不能在地址 {re.escape(host)} 上提供服务"):
        open_socket(host, 8000)


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - what is to be recognised
        ("bureau", False),
    ],
)
def test_loopback_is_told_from_what_others_reach(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


def test_a_service_for_others_without_tls_does_not_start(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["serve", "--host", "0.0.0.0"])  # noqa: S104 - what is refused

    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert told.err.startswith("错误：地址 0.0.0.0 对其他电脑开放，但没有加密，没有启动。")


@pytest.mark.parametrize("options", [["--behind-proxy"], ["--host", "0.0.0.0", "--plain-http"]])  # noqa: S104 - refused
def test_a_workspace_without_accounts_is_not_served_to_others(
    environment: dict[str, str], free_port: int, options: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "serve", "--port", str(free_port), *options],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "错误：工作区还没有账户，对外开放的服务须先登录，没有启动。 请先运行 duijie users add"
    )


def test_a_workspace_with_an_account_may_be_served_to_others(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        keep_accounts(workspace)
        require_accounts(workspace)


@pytest.mark.parametrize(
    ("reach", "plain_http"),
    [
        (Reach(host="127.0.0.1"), False),
        (Reach(host="bureau", behind_proxy=True), False),
        (Reach(host="bureau"), True),
    ],
)
def test_a_reach_that_somebody_answers_for_is_accepted(reach: Reach, *, plain_http: bool) -> None:
    check_reach(reach, plain_http=plain_http)


def test_a_certificate_without_key_or_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cert.pem"
    path.write_text("no certificate", encoding="utf-8")

    with pytest.raises(UsageError, match="要同时写"):
        check_reach(Reach(host="bureau", certificate=path), plain_http=True)
    with pytest.raises(UsageError, match="无法使用"):
        check_reach(Reach(host="bureau", certificate=path, key=path), plain_http=True)
