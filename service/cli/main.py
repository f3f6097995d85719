"""The command `duijie`: reads the arguments, runs one command, turns every outcome into a message and a status."""

import logging
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from data.errors import DuijieError
from data.version import VERSION
from service.cli import (
    agenda,
    alliances,
    backup,
    batches,
    census,
    ceremonies,
    connect,
    deals,
    demo,
    doctor,
    evaluate,
    events,
    feedback,
    gaps,
    imports,
    index,
    match,
    models,
    notice,
    partners,
    registers,
    reports,
    rules,
    score,
    search,
    serve,
    train,
    users,
)
from service.cli.console import quiet_libraries, show, survive_narrow_encodings, tell
from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import INTERRUPTED_STATUS, InterruptedCommandError
from service.cli.phrases import HELP
from service.cli.usage import explain_usage
from service.settings import read_settings

_FAULT_STATUS: Final = 1

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    help=HELP[""],
)


def _show_version(wanted: bool) -> None:
    if wanted:
        show(f"duijie {VERSION}")
        raise typer.Exit


@app.callback()
def _duijie(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本号并退出。")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="出错时显示完整的技术细节；可写在命令行任何位置。")] = False,
) -> None:
    """Show the help page where no command is named."""
    if context.invoked_subcommand is None:
        show(context.get_help())


for name, function in (
    ("demo", demo.demo),
    ("match", match.match),
    ("score", score.score),
    ("evaluate", evaluate.evaluate),
    ("train", train.train),
    ("doctor", doctor.doctor),
    ("gaps", gaps.gaps),
    ("search", search.search),
    ("partners", partners.partners),
    ("agenda", agenda.agenda),
    ("notice", notice.notice),
    ("index", index.index),
    ("serve", serve.serve),
    ("backup", backup.backup),
    ("restore", backup.restore),
):
    app.command(name, cls=ChineseCommand, help=HELP[name])(function)
app.add_typer(alliances.app, name="alliances")
app.add_typer(ceremonies.app, name="ceremonies")
app.add_typer(imports.app, name="import")
app.add_typer(batches.app, name="batches")
app.add_typer(connect.app, name="connect")
app.add_typer(census.app, name="census")
app.add_typer(events.app, name="events")
app.add_typer(feedback.app, name="feedback")
app.add_typer(deals.app, name="deals")
app.add_typer(models.app, name="models")
app.add_typer(registers.app, name="registers")
app.add_typer(reports.app, name="reports")
app.add_typer(rules.app, name="rules")
app.add_typer(users.app, name="users")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        arguments: without the program's name; None takes those of the process.

    Returns:
        0 done, 1 a fault, 2 bad usage or bad input, 130 interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    survive_narrow_encodings()
    try:
        quiet_libraries(level=read_settings().log_level, debug=debug)
        command = typer.main.get_command(app)
        outcome = command.main(
            args=[argument for argument in given if argument != "--debug"], prog_name="duijie", standalone_mode=False
        )
    except DuijieError as error:
        return _failed(str(error), error.exit_status, debug=debug)
    except typer.TyperException as error:
        return _failed(explain_usage(error), getattr(error, "exit_code", 2), debug=debug)
    except InterruptedCommandError as error:
        tell(f"已按您的要求中断。{error.kept}")
        return INTERRUPTED_STATUS
    except MemoryError:
        return _failed("内存不足。请关闭其他程序，或把输入文件分成几份后重试。", _FAULT_STATUS, debug=debug)
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected fault", exc_info=error)
        return _failed(f"程序内部出错（{type(error).__name__}）。", _FAULT_STATUS, debug=debug, remedy=not debug)
    if outcome == INTERRUPTED_STATUS:
        tell("已按您的要求中断，没有写出结果。")
    return outcome if isinstance(outcome, int) else 0


def _failed(message: str, status: int, *, debug: bool, remedy: bool = False) -> int:
    hint = " 请在命令后加 --debug 查看详情，并把显示的内容发给维护人员。" if remedy else ""
    tell(f"错误：{message}{hint}")
    if debug:
        traceback.print_exc()
    return status
