"""The figures of an event as a paper: each with its counting rule and the records it counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from data.records.event_days import MeetingResult, Outcome
from service.docking.beijing import in_beijing
from service.docking.events.day import DayBook, GuestDay, MeetingDay, MeetingState, PresenceState
from service.docking.events.statistics import LABELS, RULES, Breakdown, EventStatistics, FigureKind
from service.exports.agenda_phrases import table_name
from service.exports.feedback import masked_text
from service.exports.paper import Paper, PaperPart, PaperTable, columns

MEETING_LABELS: Final[Mapping[MeetingState, str]] = {
    MeetingState.UNREPORTED: "尚未登记",
    MeetingState.HELD: "已进行",
    MeetingState.NOT_HELD: "没有进行",
}
PRESENCE_LABELS: Final[Mapping[PresenceState, str]] = {
    PresenceState.EXPECTED: "未到",
    PresenceState.ARRIVED: "已到场",
    PresenceState.LEFT: "已离场",
    PresenceState.ABSENT: "缺席",
}
OUTCOME_LABELS: Final[Mapping[Outcome, str]] = {
    Outcome.INTENT: "达成意向",
    Outcome.CONTINUE: "继续洽谈",
    Outcome.NO: "不再合作",
}
RESULT_LABELS: Final[Mapping[MeetingResult, str]] = {
    MeetingResult.INTENT: "达成意向",
    MeetingResult.CONTINUE: "继续洽谈",
    MeetingResult.ONE_SIDE: "一方愿意，另一方未表态",
    MeetingResult.DECLINED: "不再合作",
    MeetingResult.UNKNOWN: "没有结果",
}
_BESIDE: Final = "计划外"


def statistics_paper(found: EventStatistics) -> Paper:
    """Return the figures of an event with the lists they are counted from, contacts masked."""
    figures, meetings, guests = _figures(found), _meetings(found.book), _guests(found.book)
    regions = _breakdown("按地区", "地区", found.regions)
    fields = _breakdown("按领域", "领域", found.fields)
    tables = (figures, regions, fields, meetings, guests)
    return Paper(
        title=f"{masked_text(found.book.event.plan.name)}统计",
        as_of=found.as_of,
        lead=(frozen_line(found), *rates(found)),
        parts=tuple(PaperPart(each.name, table=each, is_small=True) for each in tables),
        sheets=tables,
        foot=("每个数字旁写明统计口径；会面清单和参加者清单是这些数字所数的记录。",),
    )


def frozen_line(found: EventStatistics) -> str:
    """Say as of when the figures are, and which agenda counts."""
    version = f"日程以第 {found.version} 版为准" if found.version else "日程还没有发布"
    return f"截至 {found.as_of.year}年{found.as_of.month}月{found.as_of.day}日登记的内容，{version}；此后登记的不计入。"


def rates(found: EventStatistics) -> Iterator[str]:
    """Yield the shares people ask for; a share of nothing is not told."""
    pairs = (("进行率", FigureKind.HELD, FigureKind.PLANNED), ("到场率", FigureKind.ARRIVED, FigureKind.EXPECTED))
    for label, part, whole in pairs:
        n, of = found.figure(part).n, found.figure(whole).n
        if of:
            yield f"{label} {n}/{of}（{n / of:.0%}）。"


def when(meeting: MeetingDay) -> str:
    """Return when and where a meeting was to be held, in words."""
    return f"{meeting.start} {table_name(meeting.table)}" if meeting.is_planned else _BESIDE


def what_became(meeting: MeetingDay, book: DayBook) -> str:
    """Say whether a meeting was held, and for whose absence it was not."""
    absent = "、".join(book.name_of(each) for each in meeting.absent)
    told = "；".join(part for part in (f"{absent}缺席" if absent else "", meeting.note) if part)
    label = MEETING_LABELS[meeting.state]
    return masked_text(f"{label}（{told}）" if told else label)


def _figures(found: EventStatistics) -> PaperTable:
    rows = tuple((LABELS[each.kind], each.n, RULES[each.kind]) for each in found.figures)
    return PaperTable("统计", columns(("项目", 24), ("数量", 8), ("统计口径", 80)), rows, "")


def _breakdown(name: str, header: str, rows: Sequence[Breakdown]) -> PaperTable:
    cells = tuple((each.label, len(each.ids), len(each.held), len(each.intents), len(each.continued)) for each in rows)
    headers = columns((header, 30), ("会面", 10), ("已进行", 10), ("达成意向", 10), ("继续洽谈", 10))
    return PaperTable(name, headers, cells, "还没有会面。")


def _meetings(book: DayBook) -> PaperTable:
    rows = tuple(_meeting_row(each, book) for each in book.meetings)
    headers = columns(
        ("时间和桌位", 20), ("参加各方", 44), ("情况", 24), ("结果", 20), ("评价", 24), ("各方意见", 40)
    )  # fmt: skip
    return PaperTable("会面清单", headers, rows, "还没有会面。")


def _meeting_row(meeting: MeetingDay, book: DayBook) -> tuple[str, ...]:
    names = {guest: masked_text(book.name_of(guest)) for guest in meeting.request.guests}
    ratings = [f"{names[guest]} {word.rating} 分" for guest, word in meeting.words.items() if word.rating]
    said = [
        f"{names[guest]}：{OUTCOME_LABELS[word.outcome.outcome]}{f'（{masked_text(word.note)}）' if word.note else ''}"
        for guest, word in meeting.words.items()
        if word.outcome is not None
    ]
    result = RESULT_LABELS[meeting.result] if meeting.state is MeetingState.HELD else ""
    parties, told = "、".join(names.values()), what_became(meeting, book)
    return (when(meeting), parties, told, result, "；".join(ratings), "；".join(said))


def _since(guest: GuestDay) -> str:
    """Return when somebody came, went or was missed: as it was said, else when it was written down."""
    noted = "" if guest.since is None else in_beijing(guest.since).strftime("%Y-%m-%d %H:%M")
    return f"{guest.came_at} 到，{noted} 登记" if guest.came_at else noted


def _guests(book: DayBook) -> PaperTable:
    rows = tuple(
        (
            masked_text(each.participant.guest.name),
            PRESENCE_LABELS[each.state],
            _since(each),
            each.n_meetings,
            "临时到场" if each.is_walk_in and each.has_come else "",
        )
        for each in book.guests
    )
    headers = columns(("单位", 40), ("情况", 12), ("时间", 26), ("会面", 8), ("说明", 14))
    return PaperTable("参加者清单", headers, rows, "还没有参加者。")
