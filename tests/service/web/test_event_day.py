"""Pages of invitations, of the day of an event and of its figures: from the list to the verdict."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.records.accounts import Role
from data.records.rulebook import NewRule, RuleDecision
from data.records.rules import QuotaTerms, RuleState
from data.storage.workspace import Workspace
from service.identity import SESSION_COOKIE
from tests.service.event_days import CITY, ENTERPRISE, JIA, KEY, PAIR, TEAM, TEAM_KEY, draw, release, served_event
from tests.service.people import ACTORS, AT, Served


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served_event(tmp_path) as opened:
        yield opened


def post(service: Served, role: Role, path: str, **data: object) -> int:
    return service.ask(role, "POST", f"/events/1/{path}", data=data)[0]


def test_an_empty_list_says_what_to_do_and_asks_for_a_job(service: Served) -> None:
    status, text = service.ask(CITY, "GET", "/events/1/invitations")
    form = {"most_needs": 10, "most_enterprises": 5, "most_teams": 5, "most_meetings": 4, "region_code": "320800"}
    asked = service.ask(CITY, "POST", "/events/1/invitations/draft", data=form)
    refused = service.ask(CITY, "POST", "/events/1/invitations/draft", data=form | {"most_teams": 0})

    assert (status, "还没有邀请名单" in text, "13900007777" in text) == (200, True, False)
    assert (asked[0], refused[0], "名单的上限填写有误" in refused[1]) == (303, 422, True)


def test_from_the_list_to_the_acceptance(service: Served) -> None:
    draw(service)
    page = service.ask(CITY, "GET", "/events/1/invitations")[1]
    none_yet = service.ask(ENTERPRISE, "GET", "/events/1/invitations")[0]
    sent = post(service, CITY, "invitations/invite", key=[KEY], note="发函")
    nobody = service.ask(CITY, "POST", "/events/1/invitations/invite", data={})
    own = service.ask(ENTERPRISE, "GET", "/events/1/invitations")[1]
    accepted = post(service, ENTERPRISE, "invitations/1/move", after="accepted")
    after = service.ask(CITY, "GET", "/events/1/invitations")[1]

    assert (JIA in page, TEAM in page, "已证明在名额内没有更高的" in page) == (True, True, True)
    assert (none_yet, sent, nobody[0], accepted) == (404, 303, 422, 303)
    assert ("已邀请，待答复" in own, TEAM in own, "下载" in own) == (True, False, False)
    assert "已接受 1 家" in after


def test_the_list_is_handed_on_as_files(service: Served) -> None:
    draw(service)

    for ending in ("xlsx", "docx"):
        token = service.cookie(CITY)
        answer = service.client.get(f"/events/1/invitations.{ending}", headers={"cookie": f"{SESSION_COOKIE}={token}"})
        with ZipFile(_kept(service, answer.content)) as book:
            text = "".join(book.read(name).decode(errors="ignore") for name in book.namelist())
        assert (answer.status_code, JIA in text, "139000" in text) == (200, True, False)


def _kept(service: Served, content: bytes) -> Path:
    path = service.settings.home / "answer.zip"
    path.write_bytes(content)
    return path


def test_a_party_is_added_by_hand_with_its_need(service: Served) -> None:
    added = post(service, CITY, "invitations/add", kind="alliance", name="压铸联盟", needs="N1", basis="难题相同")
    refused = service.ask(
        CITY, "POST", "/events/1/invitations/add", data={"kind": "alliance", "name": "乙", "needs": ""}
    )

    text = service.ask(CITY, "GET", "/events/1/invitations")[1]
    assert (added, refused[0], "压铸联盟" in text) == (303, 422, True)


def test_the_door_the_table_and_both_sides(service: Served) -> None:
    release(service)
    door = service.ask(CITY, "GET", "/events/1/day")[1]
    steps = [
        post(service, CITY, "day/presence", guest=KEY, state="arrived"),
        post(service, CITY, "day/leaders", text="副市长李某"),
        post(service, CITY, "day/meeting", id=PAIR, how="held"),
        post(
            service,
            ENTERPRISE,
            "day/side",
            id=PAIR,
            guest=KEY,
            rating="5",
            outcome="intent",
            note="下周来电13900008888",
        ),
        post(service, Role.UNIVERSITY, "day/side", id=PAIR, guest=TEAM_KEY, rating="4", outcome="continue"),
    ]
    own = service.ask(ENTERPRISE, "GET", f"/events/1/day/meeting?id={PAIR}")[1]
    deal = service.ask(CITY, "GET", f"/events/1/day/meeting?id={PAIR}")[1]
    whole = service.ask(CITY, "GET", "/events/1/day?shown=meetings")[1]
    foreign = post(service, ENTERPRISE, "day/side", id=PAIR, guest=TEAM_KEY, outcome="no")
    empty = service.ask(ENTERPRISE, "POST", "/events/1/day/side", data={"id": PAIR, "guest": KEY})

    assert ("1 场会面，第一场 08:20" in door, steps) == (True, [303] * 5)
    assert ("达成意向" in own, "继续洽谈　4 分" in own, "13900008888" in own) == (True, False, False)
    assert "继续洽谈　4 分" in whole
    assert ('href="/deals/1"' in deal, "签约台账中" in own) == (True, False)
    assert (foreign, empty[0], "没有填写评价" in empty[1]) == (404, 422, True)


def test_who_did_not_come_is_told_with_the_meeting(service: Served) -> None:
    release(service)

    missed = post(service, CITY, "day/meeting", id=PAIR, how="not_held", absent=[TEAM_KEY], note="堵车")
    text = service.ask(CITY, "GET", "/events/1/day?shown=meetings")[1]
    refused = service.ask(CITY, "POST", "/events/1/day/side", data={"id": PAIR, "guest": KEY, "rating": "3"})

    assert (missed, f"没有进行（{TEAM}缺席；堵车）" in text, refused[0]) == (303, True, 409)


def test_figures_open_their_records_and_stay_as_they_were(service: Served) -> None:
    release(service)
    post(service, CITY, "day/meeting", id=PAIR, how="held")

    page = unescape(service.ask(CITY, "GET", "/events/1/statistics?as_of=2026-11-22&figure=held")[1])
    before = service.ask(CITY, "GET", "/events/1/statistics?as_of=2026-11-21")[1]
    by_region = service.ask(CITY, "GET", "/events/1/statistics?part=region&code=320826")[1]
    file = service.ask(CITY, "GET", "/events/1/statistics.xlsx?as_of=2026-11-22")[0]

    assert "/events/1/statistics?as_of=2026-11-22&figure=planned#records" in page
    assert f"day/meeting?id={PAIR}" in page
    assert ("日程还没有发布" in before, "涟水县" in by_region, file) == (True, True, 200)


@pytest.mark.parametrize("path", ["invitations", "day", "statistics", "invitations.xlsx", "statistics.docx"])
def test_what_lies_outside_is_not_there(service: Served, path: str) -> None:
    asked = [service.ask(role, "GET", f"/events/{number}/{path}")[0] for role, number in ((CITY, 9), (ENTERPRISE, 1))]

    assert asked[0] == 404
    assert asked[1] in {403, 404}


def test_who_does_not_come_has_no_button_to_check_in_until_that_is_taken_back(service: Served) -> None:
    release(service)
    service.ask(CITY, "POST", "/events/1/disturbances", data={"what": "absent", "guest_id": TEAM_KEY})

    page = service.ask(CITY, "GET", "/events/1/day?q=东海")[1]
    back = post(service, CITY, "day/presence", guest=TEAM_KEY, state="expected")
    after = service.ask(CITY, "GET", "/events/1/day?q=东海")[1]

    assert (">不来<" in page, 'value="arrived"' in page, "撤销“不来”" in page) == (True, False, True)
    assert (back, 'value="arrived"' in after, "的到场时间" in after) == (303, True, True)


def test_rules_are_quoted_with_contacts_masked(service: Served) -> None:
    quote = "每个设区市一次，报名请寄 zhang@example.cn。"
    terms = QuotaTerms(unit="每个设区市", item="对接会，联系 13900006666", minimum=1)
    with Workspace.open(service.settings.home) as workspace, workspace.writing(ACTORS[CITY], at=AT) as stores:
        number = stores.rules.add(NewRule(terms=terms, quote=(quote, 0, len(quote))), at=AT, by=ACTORS[CITY])
        said = RuleDecision(version=1, before=RuleState.PROPOSED, after=RuleState.CONFIRMED, at=AT, actor=ACTORS[CITY])
        stores.rules.add_decision(number, said)

    for path in ("/events/1/invitations", "/events/quotas?year=2026", "/api/v1/events/quotas?year=2026"):
        status, text = service.ask(CITY, "GET", path)
        shown = (status, "报名请寄" in text, "zhang@example.cn" in text, "13900006666" in text)
        assert shown == (200, True, False, False)


def test_the_trail_is_linked_for_those_who_may_read_it(service: Served) -> None:
    shown = {
        role: "/audit?" in service.ask(role, "GET", "/events/1")[1] for role in (Role.ADMINISTRATOR, Role.EVENT_PLANNER)
    }

    assert shown == {Role.ADMINISTRATOR: True, Role.EVENT_PLANNER: False}


def test_faults_name_their_fields_in_chinese(service: Served) -> None:
    odd = service.ask(CITY, "GET", "/events/1/participants/C%2001!")
    many = service.ask(CITY, "POST", "/events", data={"id": "X", "name": "甲", "n_tables": "9999"})

    assert (odd[0], "参加者：应为整数。" in odd[1]) == (422, True)
    assert (many[0], "桌位数：不能大于 500。" in many[1]) == (422, True)
