"""`duijie index`: makes the workspace searchable."""

from service.cli.interruption import keeping
from service.cli.options import Encoder


def index(encoder: Encoder = None) -> None:
    """Index the records of the workspace."""
    from service.cli import office  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping("已编码的文本保存在缓存中，再次运行会从那里继续；尚未完成的索引没有写出。"):
        office.build_indexes(encoder=encoder)
