"""`duijie index`: makes the workspace searchable."""

from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import Encoder


def index(
    encoder: Encoder = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="全部重新建立，并重新查找新词。")] = False,
) -> None:
    """Index the records of the workspace."""
    from service.cli import office  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping("用 e5 等模型编码好的文本已存入缓存，再次运行会从那里继续；没有建完的索引不会留下。"):
        office.update_indexes(encoder=encoder, is_rebuilt=rebuild)
