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
    """Find records of the workspace by a sentence."""
    from service.cli import office  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping("没有改动任何文件。"):
        office.search(text, direction, top=top, encoder=encoder)
