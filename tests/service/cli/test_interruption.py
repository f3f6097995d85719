"""Ctrl-C ends a command with a sentence about what was kept."""

import pytest
import typer

from service.cli import main as main_module
from service.cli.interruption import InterruptedCommandError, keeping


def test_keeping_says_what_an_interruption_leaves_behind() -> None:
    with pytest.raises(InterruptedCommandError, match="缓存保留"), keeping("缓存保留。"):
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (KeyboardInterrupt(), "已按您的要求中断，没有写出结果。\n"),
        (InterruptedCommandError("缓存保留。"), "已按您的要求中断。缓存保留。\n"),
    ],
)
def test_an_interrupted_command_ends_with_status_130(
    raised: BaseException, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = typer.Typer()

    @app.command()
    def work() -> None:
        raise raised

    monkeypatch.setattr(main_module, "app", app)

    assert main_module.main([]) == 130
    assert capsys.readouterr().err == told
