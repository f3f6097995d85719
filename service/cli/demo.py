"""`duijie demo`: the main job on the samples that ship with the product."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import Encoder


def demo(
    folder: Annotated[
        Path, typer.Option("--to", metavar="文件夹", help="结果写到哪个文件夹；不写则为当前文件夹。")
    ] = Path(),
    encoder: Encoder = None,
) -> None:
    """Match the bundled samples and write the result in two formats."""
    from service.cli import running  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping(running.KEPT_VECTORS):
        running.run_demo(folder, encoder=encoder)
