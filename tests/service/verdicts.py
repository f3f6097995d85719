"""A service over a small workspace that tests may write into."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from data.records.feedback import StoredFeedback
from data.storage.workspace import Workspace
from service.docking.feedback import history
from service.settings import Settings
from tests.service.conftest import ADDRESS, import_into, index_workspace, served, settings_of

NEEDS = (
    "id,title,content\n"
    "N1,压铸件气孔缺陷控制,铝合金压铸件内部气孔多，希望改进真空压铸工艺。联系电话13900001234。\n"
    "N/2,高氨氮废水脱氮,食品废水氨氮高。\n"
)
ACHIEVEMENTS = (
    "id,title,content\n"
    "A1,铝合金真空压铸气孔控制工艺,采用高真空压铸，铝合金压铸件孔隙率低。\n"
    "A2,铝合金真空压铸气孔控制装备,真空压铸设备，减少压铸件气孔。\n"
    "A3,压铸件气孔缺陷检测,检测压铸件内部气孔缺陷。\n"
    "A4,短程硝化反硝化废水脱氮,处理高氨氮废水。\n"
)


@contextmanager
def small_service(folder: Path) -> Iterator[tuple[TestClient, Settings]]:
    """Serve two needs and four achievements, indexed.

    Yields:
        A browser's place that follows no redirect by itself, and the settings of the workspace.
    """
    settings = settings_of(folder)
    for kind, rows in (("needs", NEEDS), ("achievements", ACHIEVEMENTS)):
        path = folder / f"{kind}.csv"
        path.write_text(rows, encoding="utf-8")
        import_into(settings, kind, path)
    index_workspace(settings)
    with TestClient(served(settings), base_url=ADDRESS, follow_redirects=False) as client:
        yield client, settings


def kept(settings: Settings) -> list[StoredFeedback]:
    """Return every verdict of the workspace."""
    with Workspace.open(settings.home) as workspace:
        return history(workspace)
