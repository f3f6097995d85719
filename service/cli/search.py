"""`duijie search`: finds records of the workspace by a sentence."""

from typing import Annotated

import typer

from data.records.enums import Direction
from service.cli.interruption import keeping
from service.cli.options import Encoder, For, Top


def search(
    text: Annotated[str, typer.Argument(metavar="文字", help="一句话：要解决的问题，或能提供的技术。")],
    top: Top = 10,
    direction: For = Direction.NEEDS,
    encoder: Encoder = None,
) -> None:
    """在工作区中查找：文字是一项需求时找成果（--for needs），是一项成果时找需求（--for achievements）。

    例：duijie search "锌合金压铸件气孔控制" --top 5
    """
    from service.cli import office  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping("没有改动任何文件。"):
        office.search(text, direction, top=top, encoder=encoder)
