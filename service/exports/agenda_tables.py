"""The tables of an agenda: what its workbook filters and its page prints."""

from collections import Counter
from collections.abc import Iterator, Sequence

from data.records.events import Guest, PlannedMeeting, Unplaced
from service.exports import agenda_phrases as phrases
from service.exports.agenda_view import AgendaView
from service.exports.paper import PaperCell, PaperTable, columns

_NAME, _SLOT = 24, 17


def guest_plan(view: AgendaView, slots: Sequence[int]) -> PaperTable:
    """Return participants x slots: with whom and at which table, or why nothing can be."""
    rows = []
    for guest in view.guests:
        cells = dict.fromkeys(guest.unavailable, phrases.ABSENT) | view.shows(guest.id)
        for each in view.day(guest.id):
            if not each.is_off:
                cells[each.slot] = f"{each.table} {phrases.PARTIES.join(each.names)}{view.mark(each.request_id)}"
        rows.append((view.name(guest.id), *(cells.get(slot, "") for slot in slots)))
    return PaperTable(
        phrases.PLAN_GUESTS, columns(("参加者", _NAME), *_times(view, slots)), tuple(rows), phrases.NO_GUEST
    )


def table_plan(view: AgendaView, slots: Sequence[int]) -> PaperTable:
    """Return tables x slots: who meets there."""
    tables = view.problem.event.tables
    cells = {table.id: dict.fromkeys(table.closed, phrases.CLOSED) | view.plenaries() for table in tables}
    for meeting in view.agenda.meetings:
        names = phrases.PARTIES.join(view.view(meeting).names)
        cells[meeting.table][meeting.slot] = names + view.mark(meeting.request_id)
    rows = tuple((view.table(table.id), *(cells[table.id].get(slot, "") for slot in slots)) for table in tables)
    return PaperTable(phrases.PLAN_TABLES, columns(("桌位", 12), *_times(view, slots)), rows, phrases.NO_TABLE)


def _times(view: AgendaView, slots: Sequence[int]) -> Iterator[tuple[str, float]]:
    for slot in slots:
        span = view.problem.event.slots[slot]
        yield phrases.SPAN.format(first=span.start, last=span.end), _SLOT


def meeting_list(view: AgendaView) -> PaperTable:
    """Return one row a meeting, with why it is held."""
    heads = columns(
        ("时间", 13), ("桌位", 8), ("参加者", 22), ("需求", 15), ("成果", 15), ("为什么见", 28), ("建议询问", 26),
        ("价值", 8), ("锁定", 8), ("变动", 13),
    )  # fmt: skip
    # Together as wide as a lying A4 sheet takes without being set smaller than nine points.
    return PaperTable(
        phrases.MEETINGS, heads, tuple(_meeting_row(view, each) for each in view.meetings()), phrases.NO_MEETING
    )


def _meeting_row(view: AgendaView, meeting: PlannedMeeting) -> tuple[PaperCell, ...]:
    shown = view.view(meeting)
    evidence = shown.evidence
    return (
        shown.span,
        shown.table,
        "\n".join(shown.names),
        evidence.need,
        evidence.achievement,
        evidence.why,
        "\n".join(evidence.ask),
        f"{view.request(meeting.request_id).value:.2f}",
        "是" if meeting.locked else "",
        shown.change,
    )


def day_list(view: AgendaView) -> PaperTable:
    """Return one row a meeting in the order of the day, as short as can be: when, where, who."""
    shown = [view.view(meeting) for meeting in view.meetings()]
    rows = tuple(
        (each.span, each.table, phrases.PARTIES.join(each.names) + view.mark(each.request_id)) for each in shown
    )
    return PaperTable(phrases.MEETINGS, columns(("时间", 18), ("桌位", 14), ("参加者", 68)), rows, phrases.NO_MEETING)


def unplaced_list(view: AgendaView) -> PaperTable:
    """Return one row a wish that is not held, what must not be held last."""
    heads = columns(("参加者", 36), ("意愿", 9), ("价值", 8), ("原因", 18), ("说明", 52), ("能排上的最小改动", 46))
    ordered = sorted(
        view.agenda.unplaced, key=lambda each: (each.reason == "barred", -view.request(each.request_id).value)
    )
    return PaperTable(
        phrases.UNPLACED, heads, tuple(_unplaced_row(view, each) for each in ordered), phrases.NO_UNPLACED
    )


def _unplaced_row(view: AgendaView, each: Unplaced) -> tuple[PaperCell, ...]:
    request = view.request(each.request_id)
    return (
        "\n".join(view.names(request.guests)),
        phrases.WISHES[request.wish],
        f"{request.value:.2f}",
        phrases.REASONS.get(each.reason, each.reason),
        view.clean(each.told),
        view.clean(each.change),
    )


def sign_in(view: AgendaView) -> PaperTable:
    """Return the sheet that participants sign, grouped by kind, with when and where each is first wanted."""
    heads = columns(
        ("序号", 7), ("单位", 40), ("身份", 16), ("首场", 11), ("桌位", 12), ("签到人", 20), ("到场时间", 14)
    )
    rows = tuple(
        (number, view.name(guest.id), phrases.GUEST_KINDS[guest.kind], *_first(view, guest), "", "")
        for number, guest in enumerate(view.guests, start=1)
    )
    return PaperTable(phrases.SIGN_IN, heads, rows, phrases.NO_GUEST)


def _first(view: AgendaView, guest: Guest) -> tuple[str, str]:
    if set(range(len(view.problem.event.slots))) <= guest.unavailable:
        return (phrases.ABSENT_ALL_DAY, phrases.UNSEATED)
    held = [each for each in view.day(guest.id) if not each.is_off]
    return (held[0].start, held[0].table) if held else (phrases.MEETS_NOBODY, phrases.UNSEATED)


def card_of(view: AgendaView, table_id: str) -> PaperTable:
    """Return what stands on the card of one table."""
    rows = tuple(
        (shown.span, phrases.PARTIES.join(shown.names))
        for meeting in view.meetings()
        if meeting.table == table_id
        for shown in [view.view(meeting)]
    )
    return PaperTable(view.table(table_id), columns(("时间", 24), ("参加者", 76)), rows, phrases.NO_MEETING)


def card_list(view: AgendaView) -> PaperTable:
    """Return the cards of all tables below each other; a table without meetings has one row."""
    rows: list[tuple[PaperCell, ...]] = []
    for table in view.problem.event.tables:
        card = card_of(view, table.id)
        rows += [(card.name, *row) for row in card.rows] or [(card.name, "", card.empty)]
    return PaperTable(phrases.CARDS, columns(("桌位", 14), ("时间", 16), ("参加者", 70)), tuple(rows), phrases.NO_TABLE)


def change_list(view: AgendaView) -> PaperTable:
    """Return what a re-plan changed: from where, to where, and who must be told."""
    heads = columns(("变动", 12), ("原时间和桌位", 20), ("现时间和桌位", 20), ("须通知", 56))
    rows = tuple(
        (
            view.kind_of_change(change),
            view.place(change.before) or phrases.UNSEATED,
            view.place(change.after) or phrases.UNSEATED,
            "\n".join(view.names(change.guests)),
        )
        for change in view.changes
    )
    return PaperTable(phrases.CHANGES, heads, rows, phrases.NO_CHANGE)


def statistics(view: AgendaView) -> PaperTable:
    """Return the figures of an agenda, each with how it is counted or how good it is."""
    rows = (*_counts(view), *_goodness(view))
    return PaperTable(phrases.STATISTICS, columns(("项目", 34), ("数值", 14), ("说明", 90)), rows, phrases.NO_MEETING)


def _counts(view: AgendaView) -> Iterator[tuple[PaperCell, ...]]:
    meetings, tables = view.agenda.meetings, view.problem.event.tables
    yield "已安排会面", len(meetings), "一场有三方以上参加的也计一场。"
    kinds = Counter(
        "—".join(sorted(phrases.GUEST_KINDS[guest.kind] for guest in view.members(meeting))) for meeting in meetings
    )
    for kind, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0])):
        yield f"　其中 {kind}", count, ""
    reasons = Counter(each.reason for each in view.agenda.unplaced)
    wished = sum(count for reason, count in reasons.items() if reason != "barred")
    yield "没有排上的意愿", wished, "不应安排的（谢绝、回避等）不计在内。"
    for reason, count in sorted(reasons.items()):
        yield f"　{phrases.REASONS.get(reason, reason)}", count, ""
    guests = view.problem.guests
    empty = [view.name(guest.id) for guest in guests if not any(not each.is_off for each in view.day(guest.id))]
    yield "参加者", len(guests), ""
    yield "　其中没有会面的", len(empty), "、".join(empty)
    plenary = {slot for block in view.problem.event.blocks if not block.guests for slot in block.slots}
    usable = set(range(len(view.problem.event.slots))) - plenary
    n_places = sum(len(usable - table.closed) for table in tables)
    yield (
        "桌位使用",
        f"{len(meetings) / n_places:.0%}" if n_places else "—",
        f"{len(tables)}张桌共{n_places}个可用的时段，全体参加的大会不计在内。",
    )


def _goodness(view: AgendaView) -> Iterator[tuple[PaperCell, ...]]:
    figures = view.agenda.figures
    left = figures.value_bound - figures.value
    phrase = phrases.GAP if left >= 0.005 else phrases.PROVEN_BEST  # two decimals are shown
    yield "匹配价值合计", f"{figures.value:.2f}", phrase.format(bound=figures.value_bound, gap=figures.gap, left=left)
    yield "没有达到最少场次的参加者", figures.n_short, "按问题文件中的最少场次。"
    is_proven = figures.breaks <= figures.breaks_bound
    bound = phrases.BREAKS_PROVEN if is_proven else phrases.BREAKS_BOUND.format(bound=figures.breaks_bound)
    yield "空档", figures.breaks, f"两场会面之间的连续空闲计一个；一方最多{figures.most_breaks}个。{bound}"
    yield "等候的时段", figures.idle_slots, "全部空档的时段之和。"
    yield "换桌次数", figures.table_changes, f"相邻两场不在同一张桌；走动合计{figures.walking:g}米。"
