"""Invitation lists come back as they were drawn up, the newest first."""

from dataclasses import replace
from datetime import date

from data.records.ids import AchievementId, NeedId
from data.records.invitations import (
    InvitationDraft,
    Invitee,
    InviteeClass,
    InviteTerms,
    NeedAnswer,
    NeedState,
    NotAsked,
    StoredDraft,
)
from data.storage.workspace import Workspace
from tests.factories.agendas import make_evening
from tests.factories.docking_events import keep_event
from tests.factories.storing import AT, LI

DRAFT = InvitationDraft(
    terms=InviteTerms(theme="压铸", region_code="320826"),
    as_of=date(2026, 11, 22),
    invitees=(
        Invitee(
            key="E1", kind=InviteeClass.ENTERPRISE, name="甲公司", value=0.8, needs=(NeedId("N1"),),
            achievements=(AchievementId("A1"),), partners=("T1",),
        ),
    ),
    answers=(
        NeedAnswer(need_id=NeedId("N1"), title="气孔", enterprise="甲公司", state=NeedState.COVERED, partners=("T1",)),
    ),
    not_asked=(NotAsked("丙大学", "已谢绝本次活动"),),
    value=0.8,
    bound=0.8,
    notes=("只看了最新的 60 项。",),
)  # fmt: skip


def test_the_newest_list_of_an_event_comes_back_whole(workspace: Workspace) -> None:
    event = keep_event(workspace, make_evening())
    other = replace(DRAFT, value=0.5)

    with workspace.writing() as stores:
        none_yet = stores.invitation_drafts.newest(event)
        stores.invitation_drafts.add(event, other, at=AT, actor=LI)
        number = stores.invitation_drafts.add(event, DRAFT, at=AT, actor=LI)

    with workspace.reading() as stores:
        newest = stores.invitation_drafts.newest(event)
    assert none_yet is None
    assert newest == StoredDraft(number=number, event=event, draft=DRAFT, at=AT, actor=LI)
