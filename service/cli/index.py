"""`duijie index`: makes the workspace searchable."""

from service.cli.interruption import keeping
from service.cli.options import Encoder


def index(encoder: Encoder = None) -> None:
    """Index the records of the workspace."""
    from service.cli import office  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping("用 e5 等模型编码好的文本已存入缓存，再次运行会从那里继续；没有建完的索引不会留下。"):
        office.build_indexes(encoder=encoder)
