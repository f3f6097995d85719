"""A workspace of needs and achievements that fit, with an event that asks for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.storage.workspace import Workspace
from matcher.scoring import table_ranker
from service.docking.answering import Desk
from tests.factories.docking_events import make_new_event
from tests.factories.events import make_event
from tests.factories.storing import AT, WANG
from tests.service.conftest import choice_of, import_into, index_workspace, settings_of

NEEDS = (
    "id,title,content,enterprise,region\n"
    "N1,压铸件气孔缺陷控制,铝合金压铸件内部气孔多，希望改进真空压铸工艺，降低孔隙率。,甲机械有限公司,江苏省淮安市涟水县\n"
    "N2,压铸件气孔在线检测,压铸件内部气孔多，希望在线检测气孔缺陷。,乙压铸有限公司,江苏省淮安市盱眙县\n"
    "N3,冷冻面团发酵活力,冷冻后酵母活力下降。,丙食品有限公司,江苏省淮安市涟水县\n"
    "N4,压铸件气孔缺陷控制,铝合金压铸件内部气孔多，希望改进真空压铸工艺。,丁压铸厂,浙江省杭州市\n"
)
ACHIEVEMENTS = (
    "id,title,content,university,team,region\n"
    "A1,铝合金压铸件气孔缺陷控制与真空压铸工艺,改进真空压铸工艺，降低铝合金压铸件内部气孔和孔隙率。,东海理工大学,压铸团队,江苏省\n"
    "A2,压铸件气孔缺陷在线检测,在线检测压铸件内部气孔缺陷。,云岭工程学院,,云南省\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk over four needs, two achievements and event 1, held in 淮安 on 22 November 2026."""
    settings = settings_of(tmp_path)
    for kind, rows in (("needs", NEEDS), ("achievements", ACHIEVEMENTS)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(rows, encoding="utf-8")
        import_into(settings, kind, path)
    index_workspace(settings)
    workspace = Workspace.open(settings.home)
    with workspace.writing(WANG, at=AT) as stores:
        new = make_new_event(plan=make_event(held_on="2026-12-10", region="淮安市"))
        assert stores.events.add(new, at=AT, actor=WANG) == 1
    opened = Desk(workspace, choice_of(settings), table_ranker())
    yield opened
    opened.close()
