"""The consent ledger: who may bring a side where, and that a contact is shown only while both consents stand."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DuijieError, NotPermittedError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor, Channel, Role
from data.records.achievements import Achievement
from data.records.consents import Consent, Introduction, Side
from data.records.deals import Stage
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from data.storage.workspace import Workspace
from service.docking.consents import (
    ask,
    dispute,
    introduction_of,
    introductions_of,
    is_entitled,
    looks_at,
    move,
    part_of,
    reveal_contact,
)
from service.docking.deals.entries import local_day
from service.docking.deals.moving import move_deal
from service.docking.deals.sources import agreed_on, open_of_introduction
from service.docking.deals.stages import Move
from service.docking.facets import facets_of
from tests.service.people import ACTORS, AT, account_of

BUREAU, UNIVERSITY, ENTERPRISE = ACTORS[Role.CITY_BUREAU], ACTORS[Role.UNIVERSITY], ACTORS[Role.ENTERPRISE]
PLANNER, ADMINISTRATOR = ACTORS[Role.EVENT_PLANNER], ACTORS[Role.ADMINISTRATOR]
OTHERS = tuple(
    account_of(role, number=20, place=place).acting(Channel.WEB)
    for role, place in (
        (Role.CITY_BUREAU, "330100"),
        (Role.UNIVERSITY, "云岭工程学院"),
        (Role.ENTERPRISE, "乙压铸有限公司"),
    )
)
ACTING = (BUREAU, UNIVERSITY, ENTERPRISE, PLANNER, ADMINISTRATOR, *OTHERS)
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("consents")) as opened:
        yield opened


def new_pair(workspace: Workspace) -> tuple[str, str]:
    """Keep a need and an achievement of their own for one test; return their ids."""
    number = next(_NUMBERS)
    need = Need(
        id=NeedId(f"N{number}"),
        title="压铸件气孔",
        content="内部气孔多",
        enterprise="甲机械有限公司",
        region="江苏省淮安市涟水县",
        contact="王工 13900001234",
    )
    achievement = Achievement(
        id=AchievementId(f"A{number}"),
        title="真空压铸",
        content="孔隙率低，咨询电话13900004321。",
        university="东海理工大学",
        region="江苏省",
    )
    with workspace.writing() as stores:
        stores.needs.add_many([need], facets={need.id: facets_of(need)})
        stores.achievements.add_many([achievement])
    return need.id, achievement.id


def asked(workspace: Workspace, actor: Actor = BUREAU) -> Introduction:
    return ask(workspace, actor, new_pair(workspace), purpose="希望面谈", at=AT)


def agreed(workspace: Workspace) -> Introduction:
    """Return an introduction to which both sides consented."""
    number = asked(workspace).number
    for side, actor in ((Side.NEED, ENTERPRISE), (Side.ACHIEVEMENT, UNIVERSITY)):
        move(workspace, BUREAU, (number, side), Consent.FORWARDED, at=AT)
        move(workspace, actor, (number, side), Consent.CONSENTED, at=AT)
    return introduction_of(workspace, BUREAU, number)


def test_both_sides_consent_step_by_step_and_then_each_sees_the_other(workspace: Workspace) -> None:
    introduction = agreed(workspace)

    seen = reveal_contact(workspace, UNIVERSITY, (introduction.number, Side.NEED), at=AT)[1]
    # The achievement has no contact of its own; its text has.
    other = reveal_contact(workspace, ENTERPRISE, (introduction.number, Side.ACHIEVEMENT), at=AT)[1]

    assert (seen, other) == (("王工 13900001234",), ("13900004321",))
    assert [(step.side, step.before, step.after, step.actor) for step in introduction.steps] == [
        (Side.NEED, Consent.ASKED, Consent.FORWARDED, BUREAU),
        (Side.NEED, Consent.FORWARDED, Consent.CONSENTED, ENTERPRISE),
        (Side.ACHIEVEMENT, Consent.ASKED, Consent.FORWARDED, BUREAU),
        (Side.ACHIEVEMENT, Consent.FORWARDED, Consent.CONSENTED, UNIVERSITY),
    ]


def test_each_look_is_listed_by_whom_it_concerns_and_can_be_disputed(workspace: Workspace) -> None:
    number = agreed(workspace).number
    reveal = reveal_contact(workspace, UNIVERSITY, (number, Side.NEED), at=AT)[0]

    dispute(workspace, ENTERPRISE, reveal.number, "没有事先说明用途", at=AT)

    listed = {
        actor: [
            (look.reveal.actor, [each.text for each in look.disputes])
            for look in looks_at(workspace, actor)
            if look.introduction.number == number
        ]
        for actor in (ENTERPRISE, UNIVERSITY, BUREAU, OTHERS[0])
    }
    told = [(UNIVERSITY, ["没有事先说明用途"])]
    assert listed == {ENTERPRISE: told, UNIVERSITY: [], BUREAU: told, OTHERS[0]: []}
    with pytest.raises(UnknownIdError):
        dispute(workspace, UNIVERSITY, reveal.number, "与我无关", at=AT)


def test_withdrawal_hides_again_and_consent_must_be_given_anew(workspace: Workspace) -> None:
    introduction = agreed(workspace)
    place = (introduction.number, Side.NEED)

    withdrawn = move(workspace, ENTERPRISE, place, Consent.WITHDRAWN, at=AT)

    assert [is_entitled(UNIVERSITY, each) for each in (introduction, withdrawn)] == [True, False]
    with pytest.raises(RefusalError):
        reveal_contact(workspace, UNIVERSITY, place, at=AT)
    with pytest.raises(RefusalError):
        move(workspace, ENTERPRISE, place, Consent.CONSENTED, at=AT)
    move(workspace, BUREAU, place, Consent.FORWARDED, at=AT)
    move(workspace, ENTERPRISE, place, Consent.CONSENTED, at=AT)
    assert reveal_contact(workspace, UNIVERSITY, place, at=AT)[1] == ("王工 13900001234",)


def test_whoever_asks_consents_for_their_own_side_alone(workspace: Workspace) -> None:
    states = {
        actor.role: tuple(asked(workspace, actor).state(side) for side in Side)
        for actor in (BUREAU, ENTERPRISE, UNIVERSITY)
    }

    assert states == {
        Role.CITY_BUREAU: (Consent.ASKED, Consent.ASKED),
        Role.ENTERPRISE: (Consent.CONSENTED, Consent.ASKED),
        Role.UNIVERSITY: (Consent.ASKED, Consent.CONSENTED),
    }


def test_an_enterprise_hears_of_it_through_its_bureau(workspace: Workspace) -> None:
    number = asked(workspace, UNIVERSITY).number
    before = [each.number for each in introductions_of(workspace, ENTERPRISE)]
    move(workspace, BUREAU, (number, Side.NEED), Consent.FORWARDED, at=AT)

    assert (number in before, introductions_of(workspace, ENTERPRISE)[0].number) == (False, number)


def test_a_pair_has_one_introduction(workspace: Workspace) -> None:
    introduction = asked(workspace)

    with pytest.raises(RefusalError, match=f"已有第 {introduction.number} 号引荐"):
        ask(workspace, BUREAU, (introduction.need_id, introduction.achievement_id), purpose="再问", at=AT)


def test_whoever_speaks_for_a_side_says_how_they_know(workspace: Workspace) -> None:
    place = (asked(workspace).number, Side.NEED)
    move(workspace, BUREAU, place, Consent.FORWARDED, at=AT)

    with pytest.raises(UsageError, match="依据"):
        move(workspace, BUREAU, place, Consent.CONSENTED, at=AT)
    done = move(workspace, BUREAU, place, Consent.CONSENTED, note="11月20日来函同意", at=AT)

    assert (done.state(Side.NEED), done.steps[-1].note) == (Consent.CONSENTED, "11月20日来函同意")


@pytest.mark.parametrize(
    ("actor", "side"), [(ENTERPRISE, Side.ACHIEVEMENT), (UNIVERSITY, Side.NEED), (OTHERS[0], Side.NEED)]
)
def test_nobody_answers_for_the_other_side(workspace: Workspace, actor: Actor, side: Side) -> None:
    number = agreed(workspace).number

    with pytest.raises(UnknownIdError):
        move(workspace, actor, (number, side), Consent.WITHDRAWN, note="不想", at=AT)


def test_an_event_planner_reads_only(workspace: Workspace) -> None:
    number = agreed(workspace).number

    assert introduction_of(workspace, PLANNER, number).both_consent
    with pytest.raises(NotPermittedError):
        reveal_contact(workspace, PLANNER, (number, Side.NEED), at=AT)
    with pytest.raises(NotPermittedError):
        move(workspace, PLANNER, (number, Side.NEED), Consent.WITHDRAWN, at=AT)


@pytest.mark.parametrize("actor", OTHERS[::2])
def test_nobody_asks_for_a_need_they_may_not_see(workspace: Workspace, actor: Actor) -> None:
    with pytest.raises(UnknownIdError):
        asked(workspace, actor)


MOVES = st.tuples(st.sampled_from(ACTING), st.sampled_from(Side), st.sampled_from([*Consent][1:]))
# Who may look once both consent, of ACTING: the bureau of the need, the two sides, the administrator.
ENTITLED = (BUREAU, UNIVERSITY, ENTERPRISE, ADMINISTRATOR)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, min_size=6, max_size=20), looks=st.lists(st.sampled_from(ACTING), min_size=1, max_size=3))
def test_contacts_are_shown_only_while_both_consents_stand(
    workspace: Workspace, moves: list[tuple[Actor, Side, Consent]], looks: list[Actor]
) -> None:
    number = asked(workspace).number
    consents = dict.fromkeys(Side, False)
    n_looks = 0
    # Random moves alone seldom get far: half of the examples begin where both consent.
    led = [(BUREAU, side, after) for side in Side for after in (Consent.FORWARDED, Consent.CONSENTED)]
    for actor, side, after in [*(led if len(moves) % 2 else []), *moves]:
        if _moved(workspace, actor, (number, side), after):
            consents[side] = after is Consent.CONSENTED
        for looking in looks:
            is_shown = _shown(workspace, looking, (number, side))
            n_looks += is_shown
            assert is_shown is (all(consents.values()) and looking in ENTITLED)

    logged = [look for look in looks_at(workspace, ADMINISTRATOR) if look.introduction.number == number]
    assert len(logged) == n_looks


def _moved(workspace: Workspace, actor: Actor, place: tuple[int, Side], after: Consent) -> bool:
    try:
        move(workspace, actor, place, after, note="来函", at=AT)
    except DuijieError:
        return False
    return True


def _shown(workspace: Workspace, actor: Actor, place: tuple[int, Side]) -> bool:
    try:
        return bool(reveal_contact(workspace, actor, place, at=AT)[1])
    except DuijieError:
        return False


def test_what_was_asked_survives_reopening(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as first:
        introduction = agreed(first)
    with Workspace.open(tmp_path) as again:
        assert introduction_of(again, BUREAU, introduction.number) == introduction


def test_a_list_is_cut_into_pages_to_its_last_line() -> None:
    numbers = [9, 7, 4, 2]

    pages = [part_of(numbers, int, before=before, limit=2) for before in (None, 7, 2)]

    assert pages == [([9, 7], 7), ([4, 2], None), ([], None)]


def test_consents_carry_the_day_on_which_they_were_given(workspace: Workspace) -> None:
    introduction = ask(workspace, BUREAU, new_pair(workspace), purpose="洽谈", at=AT)
    number, today = introduction.number, local_day(AT)
    deal = open_of_introduction(workspace, BUREAU, number, at=AT)
    for side in Side:
        move(workspace, BUREAU, (number, side), Consent.FORWARDED, at=AT)
    with pytest.raises(UsageError, match="表态日期在今天之后"):
        move(workspace, BUREAU, (number, Side.NEED), Consent.CONSENTED, note="来电", on=today + timedelta(1), at=AT)

    for side, days in ((Side.NEED, 2), (Side.ACHIEVEMENT, 3)):
        agreed = move(
            workspace, BUREAU, (number, side), Consent.CONSENTED, note="来电", on=today - timedelta(days), at=AT
        )

    talked = move_deal(
        workspace,
        BUREAU,
        (deal.number, deal.version + 1),
        Move(after=Stage.TALK, on=today - timedelta(1), note="面谈"),
        at=AT,
    )
    assert [step.on for step in agreed.steps] == [None, None, today - timedelta(2), today - timedelta(3)]
    assert agreed_on(agreed) == today - timedelta(2)
    assert [step.on for step in talked.steps] == [today, today - timedelta(2), today - timedelta(1)]
