"""An event on the pages, from setting up to a re-plan, and what each role sees of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.accounts import Role
from data.records.docking_events import NewParticipant
from data.records.events import Guest, GuestKind, Request
from data.storage.workspace import Workspace
from service.jobs.running import run_job
from tests.service.people import Served, peopled_service

EVENT = {
    "id": "DJH-1", "name": "先进制造对接会", "held_on": "2026-11-26", "region_code": "320800", "venue": "会展中心",
    "first": "09:00", "last": "10:15", "minutes": "20", "pause": "5", "n_tables": "2", "blocks": "开幕式 09:00",
}  # fmt: skip
PEOPLE = (
    {"id": "C1", "name": "甲机械有限公司 13900001234", "kind": "enterprise", "organisation": "甲机械有限公司"},
    {"id": "C2", "name": "乙压铸有限公司", "kind": "enterprise"},
    {"id": "T1", "name": "东海理工大学 压铸团队", "kind": "team", "organisation": "东海理工大学"},
)
PLANNER = Role.CITY_BUREAU


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    """Serve an event with two companies, a team and their two wishes."""
    with peopled_service(tmp_path, is_indexed=False) as opened:
        opened.ask(PLANNER, "POST", "/events", data=EVENT)
        for person in PEOPLE:
            assert opened.ask(PLANNER, "POST", "/events/1/participants", data=person)[0] == 303
        for company in ("C1", "C2"):
            data = {"guests": [company, "T1"], "value": "0.8", "why": "都谈到压铸，电话13900001234"}
            assert opened.ask(PLANNER, "POST", "/events/1/requests", data=data)[0] == 303
        yield opened


def run_jobs(service: Served) -> str:
    """Run the newest job; return how it ended."""
    with Workspace.open(service.settings.home) as workspace:
        with workspace.reading() as stores:
            number = stores.jobs.recent(limit=1)[0].number
        run_job(workspace, number, service.settings, is_stopping=lambda: False)
        with workspace.reading() as stores:
            job = stores.jobs.get(number)
    assert job is not None
    return job.message


def plan(service: Served, **data: str) -> str:
    assert service.ask(PLANNER, "POST", "/events/1/plan", data={"seconds": "5", "seen": "0"} | data)[0] == 303
    return run_jobs(service)


def text(service: Served, path: str, role: Role = PLANNER) -> str:
    status, page = service.ask(role, "GET", path)
    assert status == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_from_setting_up_to_a_release_and_a_replan(service: Served) -> None:
    planned = plan(service)
    grid = text(service, "/events/1/agenda")
    released = service.ask(PLANNER, "POST", "/events/1/release", data={"seen": "1"})[0]
    absent = service.ask(PLANNER, "POST", "/events/1/disturbances", data={"what": "absent", "guest_id": "C1"})[0]
    stale = text(service, "/events/1/replan")
    again = plan(service, is_replan="true", seen="2")
    diff = text(service, "/events/1/versions")
    second = service.ask(PLANNER, "POST", "/events/1/release", data={"seen": "3"})[0]

    assert planned == "排入 2 场会面，0 项意愿未排上。请到日程页查看后发布。"
    assert ("【开幕式】" in grid, "1390000" in grid, "东海理工大学" in grid) == (True, False, True)
    assert (released, absent, second) == (303, 303, 303)
    assert "不能会面" in stale
    assert again == "改动 1 场（已证明改动最少）；排入 1 场会面，1 项意愿未排上。请到日程页查看后发布。"
    assert "取消" in diff
    assert "须通知 2 家，已证明改动最少" in text(service, "/events/1/versions")
    assert "第 1 版" in text(service, "/events/1/versions/1")


def test_a_must_wish_of_an_absent_party_is_given_up_and_told(service: Served) -> None:
    service.ask(PLANNER, "POST", "/events/1/requests/1", data={"wish": "must", "value": "0.8", "version": "1"})
    plan(service)
    service.ask(PLANNER, "POST", "/events/1/release", data={"seen": "1"})
    service.ask(PLANNER, "POST", "/events/1/disturbances", data={"what": "absent", "guest_id": "C1"})

    again = plan(service, is_replan="true", seen="2")
    left = text(service, "/events/1/left")
    anew = plan(service, seen="3")

    assert again.startswith("改动 1 场（已证明改动最少）；排入 1 场会面，1 项意愿未排上。")
    assert "对方不来 “甲机械有限公司 139********”不来。这一项写为必须，因办不到而放下。" in left
    assert anew.startswith("排入 1 场会面，1 项意愿未排上。")


def test_a_meeting_is_moved_swapped_and_locked_where_it_can_be(service: Served) -> None:
    plan(service)
    page = text(service, "/events/1/meetings/1")
    refused = service.ask(PLANNER, "POST", "/events/1/meetings/1", data={"kind": "move", "slot": "0", "seen": "1"})
    swapped = service.ask(
        PLANNER, "POST", "/events/1/meetings/1", data={"kind": "swap", "other_id": "C2-T1", "seen": "1"}
    )
    stale = service.ask(PLANNER, "POST", "/events/1/meetings/1", data={"kind": "lock", "seen": "1"})
    locked = service.ask(PLANNER, "POST", "/events/1/meetings/1", data={"kind": "lock", "seen": "2"})

    assert ("参加“开幕式”" in page, refused[0], "不能这样改" in refused[1]) == (True, 200, True)
    assert (swapped[0], stale[0], locked[0]) == (303, 412, 303)
    assert "已锁定" in text(service, "/events/1/meetings/1")


def test_a_participant_answers_their_own_and_sees_no_other(service: Served) -> None:
    plan(service)
    own = text(service, "/events/1/participants/1", Role.ENTERPRISE)
    other = service.ask(Role.ENTERPRISE, "GET", "/events/1/participants/2")[0]
    no = {"request_id": "C1-T1", "guest_id": "C1", "wish": "no", "bar": "already_met"}
    answered = service.ask(Role.ENTERPRISE, "POST", "/events/1/answers", data=no)[0]
    foreign = service.ask(Role.ENTERPRISE, "POST", "/events/1/answers", data=no | {"guest_id": "T1"})[0]
    spoken = service.ask(PLANNER, "POST", "/events/1/answers", data=no)
    pages = [service.ask(Role.ENTERPRISE, "GET", f"/events/1/{part}")[0] for part in ("agenda", "requests", "left")]

    assert ("日程还没有发布" in own, "修改参加者" in own, "1390000" in own) == (True, False, False)
    assert (other, answered, foreign, spoken[0], pages) == (404, 303, 404, 422, [403, 403, 403])
    assert "代为答复没有写依据" in spoken[1]
    assert "不安排：已经见过" in text(service, "/events/1/requests/1")


def test_who_refuses_a_released_meeting_reads_that_it_waits_for_a_replan(service: Served) -> None:
    plan(service)
    service.ask(PLANNER, "POST", "/events/1/release", data={"seen": "1"})
    no = {"request_id": "C1-T1", "guest_id": "T1", "wish": "no", "bar": "already_met"}
    service.ask(Role.UNIVERSITY, "POST", "/events/1/answers", data=no)

    own = text(service, "/events/1/participants/3", Role.UNIVERSITY)
    other = text(service, "/events/1/participants/1", Role.ENTERPRISE)
    assert (own.count("已答复不见，等待主办方改排"), "等待主办方改排" in other) == (1, False)


def test_a_cancelled_meeting_says_that_the_organiser_did_it(service: Served) -> None:
    plan(service)
    service.ask(PLANNER, "POST", "/events/1/meetings/1", data={"kind": "remove", "seen": "1"})

    for path in ("/events/1/meetings/1", "/events/1/left"):
        page = text(service, path)
        shown = ("主办方取消" in page, "由city_bureau在 " in page, "时限已到" in page)
        assert shown == (True, True, False)


def test_a_group_of_four_is_written_down(service: Served) -> None:
    for number in (3, 4):
        service.ask(PLANNER, "POST", "/events/1/participants", data=PEOPLE[1] | {"id": f"C{number}"})
    data = {"guests": ["T1", "C1", "C2"], "more": "C3、C4"}

    assert service.ask(PLANNER, "POST", "/events/1/requests", data=data)[0] == 303
    assert "编号 T1-C1-C2-C3-C4" in text(service, "/events/1/requests/3")


def test_what_contradicts_is_refused_in_words(service: Served) -> None:
    twice = service.ask(PLANNER, "POST", "/events/1/participants", data=PEOPLE[0])
    table = service.ask(PLANNER, "POST", "/events/1/participants", data=PEOPLE[0] | {"id": "C9", "table": "88"})
    alone = service.ask(PLANNER, "POST", "/events/1/requests", data={"guests": ["C1"]})
    event = service.ask(PLANNER, "POST", "/events", data=EVENT | {"id": "DJH-2", "region_code": "330100"})

    assert [each[0] for each in (twice, table, alone, event)] == [422, 422, 422, 422]
    assert "参加者第 4 项：编号“C1”重复" in twice[1]
    assert "没有桌位“88”" in table[1]
    assert "会面意愿第 3 项" in alone[1]
    assert "活动地区不在您负责的地区之内" in event[1]


def test_files_of_a_release_and_of_the_draft_are_given(service: Served) -> None:
    plan(service)
    service.ask(PLANNER, "POST", "/events/1/release", data={"seen": "1"})
    endings = ("xlsx", "docx", "html", "ics", "zip", "json")

    given = [service.ask(PLANNER, "GET", f"/events/1/files/1.{ending}")[0] for ending in endings]
    draft = service.ask(PLANNER, "GET", "/events/1/files/draft.html")[1]
    missing = service.ask(PLANNER, "GET", "/events/1/files/2.xlsx")[0]

    assert (given, missing) == ([200] * 6, 404)
    assert ("版本：第 1 版" in draft, "13900001234" in draft) == (True, False)


def test_an_event_file_is_given_and_taken(service: Served) -> None:
    status, content = service.ask(PLANNER, "GET", "/events/1/event.json")
    other = content.replace("DJH-1", "DJH-2").encode()
    files = {"file": ("活动.json", other, "application/json")}
    taken = service.ask(PLANNER, "POST", "/events/import", data={"region_code": "320800"}, files=files)
    broken = service.ask(PLANNER, "POST", "/events/import", data={}, files={"file": ("坏.json", b"{", "text/plain")})

    assert (status, taken[0], broken[0], "13900001234" in content) == (200, 303, 422, False)
    assert service.ask(PLANNER, "GET", "/events/2/event.json")[1] == other.decode()


def test_a_long_reason_is_kept_whole_when_a_request_is_changed(service: Served) -> None:
    data = {
        "guests": ["C1", "T1"],
        "round": "2",
        "value": "0.5",
        "why": "长" * 1900,
        "ask": "问\n" * 18,
        "need": "题" * 450,
    }
    assert service.ask(PLANNER, "POST", "/events/1/requests", data=data)[0] == 303
    page = service.ask(PLANNER, "GET", "/events/1/requests/3")[1]

    assert ("长" * 1900 in page, "题" * 450 in page, page.count("问\n") >= 17) == (True, True, True)


def test_long_lists_are_turned_leaf_by_leaf_and_searched(service: Served) -> None:
    with Workspace.open(service.settings.home) as workspace, workspace.writing() as stores:
        guests = [Guest(f"G{n}", f"第{n}家", GuestKind.ENTERPRISE) for n in range(250)]
        stores.events.add_participants(1, [NewParticipant(guest=each) for each in guests])
        stores.events.add_requests(1, [Request(f"{each.id}-T1", (each.id, "T1"), 0.5) for each in guests])
    pages = [text(service, f"/events/1/requests?page={n}") for n in (1, 3, 99)]
    one = text(service, "/events/1/requests?q=第249家")
    people = text(service, "/events/1/participants?page=3")

    # 252 wishes are three leaves of 100, 100 and 52; the two of the fixture are worth more and stand first.
    assert [each.count("与 东海理工大学") for each in pages] == [100, 52, 52]
    assert ("第 1 页，共 3 页（252 项）" in pages[0], "乙压铸" in pages[0], pages[1] == pages[2]) == (True, True, True)
    assert ("列出 1 项，共 252 项" in one, "第249家" in people, "第149家" in people) == (True, True, False)
    assert "没有名称或编号含“丁”的参加者" in text(service, "/events/1/participants?q=丁")


def test_an_event_lies_within_its_region(service: Served) -> None:
    seen = {role for role in Role if service.ask(role, "GET", "/events/1")[0] in {200, 303}}

    # The county lies in the city, not the other way round.
    assert seen == set(Role) - {Role.COUNTY_BUREAU}


def test_the_same_wish_is_not_written_down_twice(service: Served) -> None:
    twin = {"guests": ["C1", "T1"], "wish": "must"}
    refused = service.ask(PLANNER, "POST", "/events/1/requests", data=twin)
    second = service.ask(PLANNER, "POST", "/events/1/requests", data=twin | {"round": "2"})[0]
    moved = service.ask(PLANNER, "POST", "/events/1/requests/3", data={"wish": "must", "round": "1", "version": "1"})[0]

    assert (refused[0], second, moved) == (409, 303, 409)
    assert "C1与T1在第 1 轮已有会面意愿（编号 C1-T1），不能再录一项。" in refused[1]


def test_ids_that_cannot_stand_in_addresses_are_refused(service: Served) -> None:
    odd = service.ask(PLANNER, "POST", "/events/1/participants", data=PEOPLE[1] | {"id": "C 01!"})

    assert (odd[0], "编号只能用字母、数字、横线和下划线" in odd[1]) == (422, True)
    assert service.ask(PLANNER, "POST", "/events/1/participants", data=PEOPLE[1] | {"id": "C-0_1"})[0] == 303


def test_a_participant_nothing_hangs_on_is_deleted(service: Served) -> None:
    service.ask(PLANNER, "POST", "/events/1/participants", data=PEOPLE[1] | {"id": "C9"})
    page = service.ask(PLANNER, "GET", "/events/1/participants/4")[1]
    offered, seen = "删除参加者" in page, int(re.findall(r'name="version" value="(\d+)"', page)[0])
    stale = service.ask(PLANNER, "POST", "/events/1/participants/4/delete", data={"version": str(seen + 1)})[0]
    gone = service.ask(PLANNER, "POST", "/events/1/participants/4/delete", data={"version": str(seen)})[0]
    # The next one gets the same number from some databases; whoever looked at the first must not delete it.
    service.ask(PLANNER, "POST", "/events/1/participants", data=PEOPLE[1] | {"id": "C10"})
    again = service.ask(PLANNER, "POST", "/events/1/participants/4/delete", data={"version": str(seen)})[0]
    wished = service.ask(PLANNER, "POST", "/events/1/participants/1/delete", data={"version": "1"})

    assert (offered, stale, gone, wished[0]) == (True, 412, 303, 409)
    assert again in {404, 412}
    assert "不能删除这个参加者：有 1 项会面意愿。" in wished[1]
    names = text(service, "/events/1/participants")
    assert ("C9" in names, "C10" in names) == (False, True)
    assert "参加者 ：C9 → （空）" in text(service, "/audit?kind=events&record=1", Role.ADMINISTRATOR)


def test_an_event_without_a_release_is_deleted_and_its_number_is_not_given_again(service: Served) -> None:
    plan(service)
    gone = service.ask(PLANNER, "POST", "/events/1/delete", data={"version": "1"})[0]
    lost = service.ask(PLANNER, "GET", "/events/1")[0]
    service.ask(PLANNER, "POST", "/events", data=EVENT)

    assert (gone, lost, service.ask(PLANNER, "GET", "/events/2")[0]) == (303, 404, 200)
    assert "删除" in text(service, "/audit?kind=events&record=1", Role.ADMINISTRATOR)


def test_a_released_event_stays(service: Served) -> None:
    plan(service)
    service.ask(PLANNER, "POST", "/events/1/release", data={"seen": "1"})
    refused = service.ask(PLANNER, "POST", "/events/1/delete", data={"version": "1"})

    assert (refused[0], "已经发布，不能删除" in refused[1]) == (409, True)
    assert "删除这场活动" not in text(service, "/events/1")
