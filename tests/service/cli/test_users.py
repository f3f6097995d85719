"""`duijie users`, run as a user would; the password comes as a line of standard input."""

import io

import pytest

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e

PASSWORD = "淮水东边旧时月过女墙"  # noqa: S105 - of this test


@pytest.fixture(autouse=True)
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command reads the password anew."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n" * 9))


def test_the_first_administrator_is_made_by_command(run: Run) -> None:
    empty = run("users", "list")
    made = run("users", "add", "Zhang", "--role", "administrator", "--name", "张科")
    listed = run("users", "list")

    assert empty.stdout == "还没有账户；网页服务只在本机开放时不用登录。\n"
    assert (made.returncode, made.stdout) == (0, "已建立账户 zhang（管理员）。\n")
    assert listed.stdout.splitlines()[1].split()[:5] == ["zhang", "张科", "管理员", "-", "可用"]
    assert "从现在起" in made.stderr
    assert PASSWORD not in made.stdout + made.stderr + listed.stdout


def test_the_first_account_is_no_other(run: Run) -> None:
    done = run("users", "add", "hui", "--role", "event_planner")

    assert (done.returncode, "第一个账户须是管理员。" in done.stderr) == (2, True)


def test_whoever_gets_a_password_of_somebody_else_must_change_it(run: Run) -> None:
    run("users", "add", "zhang", "--role", "administrator")
    made = run("users", "add", "hui", "--role", "event_planner")

    states = [line.split()[4] for line in run("users", "list").stdout.splitlines()[1:]]
    assert ("本人第一次登录后须修改密码。" in made.stderr, states) == (True, ["可用", "须改密码"])


def test_an_account_is_disabled_enabled_and_reset(run: Run) -> None:
    run("users", "add", "zhang", "--role", "administrator")
    run("users", "add", "huaian", "--role", "city_bureau", "--region", "320800")

    told = [run("users", verb, "huaian").stdout for verb in ("disable", "enable", "reset")]

    assert told == [
        "已停用账户 huaian。\n",
        "已启用账户 huaian。\n",
        "已重设 huaian 的密码，解除了锁定；本人下次登录后须修改。\n",
    ]
    assert run("users", "list").stdout.splitlines()[2].split()[:6] == [
        "huaian",
        "huaian",
        "市科技局",
        "淮安市",
        "320800",
        "须改密码",
    ]


def test_the_last_administrator_and_unknown_names_are_told(run: Run) -> None:
    run("users", "add", "zhang", "--role", "administrator")

    last, unknown = run("users", "disable", "zhang"), run("users", "reset", "nobody")

    assert (last.returncode, "最后一个可用的管理员" in last.stderr) == (2, True)
    assert (unknown.returncode, "没有这个登录名的账户" in unknown.stderr) == (2, True)
