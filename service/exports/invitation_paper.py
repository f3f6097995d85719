"""The invitation list of an event as a paper: who is asked and what for, which needs are answered, who is left out."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from data.records.docking_events import InvitationState
from data.records.ids import NeedId
from data.records.invitations import WEIGHTS, InvitationDraft, InviteeClass, NeedState
from data.records.rules import Outcome
from service.docking.events.clashes import CLASH_LABELS, Clash
from service.docking.events.invitee_classes import CLASS_LABELS, classes_missing
from service.docking.events.inviting import INVITATION_LABELS, InvitationLine, InvitationList
from service.docking.events.surroundings import Surroundings
from service.exports.feedback import masked_text
from service.exports.paper import Paper, PaperPart, PaperTable, columns, without_blanks

NEED_LABELS: Final[Mapping[NeedState, str]] = {
    NeedState.COVERED: "有合适的团队",
    NeedState.NO_FIT: "没有合适的成果",
    NeedState.OVER: "需求已过有效期",
    NeedState.BARRED: "合适的不宜邀请",
    NeedState.NO_ENTERPRISE_PLACE: "企业名额已满",
    NeedState.NO_TEAM_PLACE: "团队名额已满",
    NeedState.NO_MEETING_PLACE: "场次已满",
}
OUTCOME_LABELS: Final[Mapping[Outcome, str]] = {
    Outcome.PASSED: "符合",
    Outcome.FAILED: "不符合",
    Outcome.CANNOT_TELL: "无法判断",
}
VALUE_RULE: Final = (
    "价值为匹配得分之和：同一需求的第一、二、三个合作方分别按 "
    + "、".join(f"{weight:g}" for weight in WEIGHTS)
    + " 计，其后不计；各企业的价值之和等于各团队的价值之和，等于合计"
)
_CHOICE: Final = "名单由整数规划在名额内一次求得，合计价值 {value:.2f}，{proof}"
_BEST: Final = "已证明在名额内没有更高的。"
_GAP: Final = "距上界 {gap:.1%}（时限内没有证完）。"
_EMPTY: Final = "（无）"


def choice_line(draft: InvitationDraft) -> str:
    """Say how good the choice is, and how that is known."""
    proof = _BEST if draft.gap < 1e-6 else _GAP.format(gap=draft.gap)
    return _CHOICE.format(value=draft.value, proof=proof)


def coverage_line(draft: InvitationDraft) -> str:
    """Say how many needs are answered, and how many are not for which reason."""
    counts = [(state, sum(each.state is state for each in draft.answers)) for state in NeedState]
    told = "，".join(f"{NEED_LABELS[state]} {n} 项" for state, n in counts if n)
    return f"共 {len(draft.answers)} 项需求：{told}。" if told else "没有可看的需求。"


def invitation_paper(found: InvitationList, around: Surroundings, *, as_of: date) -> Paper:
    """Return the list of an event as a paper, contacts masked."""
    draft = None if found.stored is None else found.stored.draft
    listed = [_of_class(found, kind) for kind in InviteeClass]
    parts = [PaperPart(CLASS_LABELS[kind], table=table) for kind, table in zip(InviteeClass, listed, strict=True)]
    needs, left, near = _needs(draft), _left_out(draft), _around(around)
    parts += [PaperPart(table.name, table=table) for table in (needs, left, near)]
    everybody = PaperTable("邀请名单", columns(("类别", 12), *_COLUMNS), tuple(_rows(found)), _EMPTY)
    return Paper(
        title=f"{masked_text(found.event.plan.name)}邀请名单",
        as_of=as_of,
        lead=tuple(_lead(found, draft)),
        parts=tuple(parts),
        sheets=(everybody, needs, left, near),
        foot=(f"{VALUE_RULE}。", "联系方式已作遮盖；每一行都写明由哪些需求而来。"),
    )


_COLUMNS: Final = (("单位", 30), ("价值", 12), ("由哪些需求而来", 40), ("拟见单位", 40), ("说明", 30), ("邀请", 14))


def _lead(found: InvitationList, draft: InvitationDraft | None) -> Iterator[str]:
    counts = [(state, found.count(state)) for state in InvitationState]
    yield "　".join(f"{INVITATION_LABELS[state]} {n} 家" for state, n in counts if n) or "名单还是空的。"
    if draft is not None:
        yield coverage_line(draft)
        yield choice_line(draft)
        yield from (masked_text(note) for note in draft.notes)
    yield from classes_missing(line.invitee.kind for line in found.lines)


def _of_class(found: InvitationList, kind: InviteeClass) -> PaperTable:
    rows = tuple(row[1:] for row in _rows(found, kind))
    return without_blanks(PaperTable(CLASS_LABELS[kind], columns(*_COLUMNS), rows, _EMPTY))


def _rows(found: InvitationList, kind: InviteeClass | None = None) -> Iterator[tuple[str, ...]]:
    titles = {} if found.stored is None else {each.need_id: each.title for each in found.stored.draft.answers}
    for line in found.lines:
        if kind in {None, line.invitee.kind}:
            yield _row(line, titles)


def _row(line: InvitationLine, titles: Mapping[NeedId, str]) -> tuple[str, ...]:
    invitee = line.invitee
    needs = "；".join(f"{each} {titles.get(each, '')}".strip() for each in invitee.needs)
    value = f"{invitee.value:.2f}" if invitee.value else ""
    cells = (CLASS_LABELS[invitee.kind], invitee.name, value, needs, "、".join(line.partners), invitee.basis)
    return (*(masked_text(each) for each in cells), INVITATION_LABELS[line.state])


def _needs(draft: InvitationDraft | None) -> PaperTable:
    answers = () if draft is None else draft.answers
    names = {} if draft is None else {each.key: each.name for each in draft.invitees}
    rows = tuple(
        tuple(
            masked_text(cell)
            for cell in (
                str(each.need_id),
                each.title,
                each.enterprise,
                NEED_LABELS[each.state],
                "、".join(names.get(key, key) for key in each.partners) or each.told,
            )
        )
        for each in answers
    )
    headers = (("需求编号", 14), ("需求名称", 40), ("企业", 28), ("结果", 16), ("拟见团队，或为什么没有", 46))
    return PaperTable("需求覆盖", columns(*headers), rows, "还没有拟定名单。")


def _left_out(draft: InvitationDraft | None) -> PaperTable:
    rows = (
        () if draft is None else tuple((masked_text(each.name), masked_text(each.reason)) for each in draft.not_asked)
    )
    return PaperTable("没有列入的", columns(("单位", 50), ("原因", 60)), rows, "没有因谢绝、不再见面等原因略去的单位。")


def _around(around: Surroundings) -> PaperTable:
    clashes = [_clash(each) for each in around.clashes or ()]
    unknown = [("时间", "无法判断", "本场活动没有写明日期。")] if around.clashes is None else []
    undated = f"另有 {around.n_undated} 场活动没有写明日期。"
    unknown += [("时间", "无法判断", undated)] if around.n_undated else []
    checks = [
        (each.subject, OUTCOME_LABELS[each.outcome], masked_text(f"{each.reason}{each.remedy}"))
        for each in around.checks
    ]
    rows = (*clashes, *unknown, *checks)
    return PaperTable(
        "时间冲突与场次", columns(("谁", 30), ("情况", 20), ("说明", 80)), rows, "没有时间相近的活动，也没有场次规则。"
    )


def _clash(clash: Clash) -> tuple[str, str, str]:
    other = clash.other
    when = f"{other.held_on.isoformat()} {other.start}—{other.end}"
    return masked_text(clash.party), CLASH_LABELS[clash.kind], masked_text(f"“{other.name}”，{when}")
