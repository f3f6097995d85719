"""`duijie index`: makes the workspace searchable."""

from service.cli.interruption import keeping
from service.cli.options import Encoder


def index(encoder: Encoder = None) -> None:
    """为工作区中的需求和成果建立检索索引；导入新数据后再运行一次，只编码新增和改动的部分。

    例：duijie index
    """
    from service.cli import office  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping("已编码的文本保存在缓存中，再次运行会从那里继续；尚未完成的索引没有写出。"):
        office.build_indexes(encoder=encoder)
