"""The settings, to be read: what this service runs with, and how much room it takes."""

import os
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from data.storage.workspace import Workspace
from service.dependencies import DeskDep
from service.docking.permissions import Action
from service.identity import permitted
from service.settings import Settings
from service.web.forms import draw_with_forms

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_FOLDERS: Final = (
    ("originals", "导入的原始文件"),
    ("indexes", "检索索引"),
    ("exports", "任务写出的文件"),
    ("backups", "备份"),
    ("uploads", "待导入的文件"),
)
_UNITS: Final = ("字节", "KB", "MB", "GB")
_KILO: Final = 1024


@router.get("/settings", dependencies=[permitted(Action.SETTINGS_MANAGE)])
def settings_page(request: Request, desk: DeskDep) -> Response:
    """Show version, models, database and the sizes of the folders."""
    settings: Settings = request.app.state.settings
    workspace = desk.workspace
    return draw_with_forms(
        request,
        "settings.html",
        version=request.app.version,
        settings=settings,
        model="随程序提供" if settings.model is None else settings.model.name,
        database=database_name(settings),
        folders=_folders(workspace),
        stock=desk.stock(),
        is_only_loopback=request.app.state.only_loopback,
        worker=request.app.state.supervisor is not None,
    )


def database_name(settings: Settings) -> str:
    """Name the kind of database, without its address: a password may stand in it."""
    if not settings.database_url:
        return "SQLite（工作区里的文件）"
    kind = settings.database_url.partition(":")[0].partition("+")[0]
    return {"postgresql": "PostgreSQL", "sqlite": "SQLite"}.get(kind, kind)


def _folders(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return name, use and size of every folder, the whole workspace first."""
    parts = [(name, use, size_of(workspace.folder / name)) for name, use in _FOLDERS]
    whole = ("", "整个工作区", size_of(workspace.folder))
    return [(name, use, told(size)) for name, use, size in (whole, *parts)]


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder; files that go away meanwhile count nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place) / name
            try:
                total += path.stat().st_size
            except FileNotFoundError:
                continue
    return total


def told(n_bytes: int) -> str:
    """Write a size for people: "12.3 MB"."""
    size, unit = float(n_bytes), 0
    while size >= _KILO and unit < len(_UNITS) - 1:
        size, unit = size / _KILO, unit + 1
    return f"{n_bytes} 字节" if unit == 0 else f"{size:.1f} {_UNITS[unit]}"
