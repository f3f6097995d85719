"""Writing what is kept of alliances: facts and books; refuse, write and log in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from data.errors import NotPermittedError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import BUREAUS, ORGANISATIONS, Actor
from data.records.alliances import (
    Activity,
    Alliance,
    AllianceEntry,
    AllianceFacts,
    AllianceStage,
    Expert,
    GrantEntry,
    GrantLine,
    Judgement,
    MemberState,
    NewMember,
)
from data.records.audit import AuditAction, FieldChange
from data.records.ids import AchievementId
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.alliances.changing import ALLIANCES, KEEPERS, MOST_TITLE, opened, plain_text, require_past, told
from service.docking.alliances.checking import criteria_of, rulebook_of
from service.docking.alliances.joining import admit_lead, beginners
from service.docking.alliances.seeing import Side, visible
from service.docking.alliances.taken import same_names, taken_names
from service.docking.alliances.wording import CONTACT_KEYS, FACT_LABELS, TEXT_LABELS
from service.docking.beijing import beijing_day
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of
from service.docking.rules.finding import listed

MOST_FEN: Final = 10**13
"""A hundred billion yuan: whatever is larger was mistyped."""
_SECTOR: Final = "sector"
"""The one text by which alliances are counted."""


def add_alliance(
    workspace: Workspace, actor: Actor, facts: AllianceFacts, *, members: Sequence[NewMember] = (), at: datetime
) -> Alliance:
    """Begin an alliance: an organisation leads it, a bureau begins it for a lead of its region.

    The lead becomes its first member, if it is not among those who are named.

    Raises:
        RefusalError: it would be somebody else's.
    """
    scope_of(actor, Action.ALLIANCES_EDIT)
    checked = checked_facts(facts)
    if actor.role in ORGANISATIONS and checked.lead != actor.organisation:
        raise RefusalError("联盟由牵头单位自己登记。", remedy=f"请把牵头单位写作“{actor.organisation}”。")
    _require_region(actor, checked)
    first = beginners(checked.lead, members, actor, at=at)
    with workspace.writing(actor, at=at) as stores:
        _require_notice(stores, checked.notice)
        number = stores.alliances.add(checked, at=at, actor=actor)
        for member in first:
            stores.alliances.put_member(number, member, state=MemberState.ADMITTED)
        stores.audit.tell(AuditAction.ADDED, ALLIANCES, str(number), [FieldChange("name", "", checked.name)])
        return visible(stores, actor, number)


def change_facts(
    workspace: Workspace, actor: Actor, place: tuple[int, int], facts: AllianceFacts, *, at: datetime
) -> Alliance:
    """Put other facts in the place of an alliance's; hidden contacts that were left alone stay as they are.

    Another lead becomes a member. What a registered alliance is known by is changed by the office alone, and its name
    must still be its own.

    Raises:
        RefusalError: the change is the office's, or it would leave the office's region, or take another's name.
    """
    with workspace.writing(actor, at=at) as stores:
        before, side = opened(stores, actor, place, by=KEEPERS)
        meant = {
            key: taken_over("contact" if key in CONTACT_KEYS else key, before.texts.get(key, ""), text)
            for key, text in facts.texts.items()
        }
        after = checked_facts(replace(facts, texts={**before.texts, **meant}))
        changes = _fact_changes(before, after)
        if side is not Side.OFFICE:
            _require_lead_may(before, after, changes)
        if after.region_code != before.region_code:
            _require_region(actor, after)
        if after.notice != before.notice:
            _require_notice(stores, after.notice)
        if before.stage is AllianceStage.REGISTERED and changes:
            _require_own_name(stores, before, after, at)
        stores.alliances.write_facts(before.number, after, version=before.version)
        if after.lead != before.lead:
            changes += admit_lead(stores, before, after.lead, at=at)
        return told(stores, before, [*changes, *_text_changes(before, after)])


def keep_entry(
    workspace: Workspace, actor: Actor, place: tuple[int, int], entry: AllianceEntry, *, at: datetime
) -> Alliance:
    """Write an entry into the books.

    Raises:
        NotPermittedError: a judgement or a grant is written by the office alone.
    """
    with workspace.writing(actor, at=at) as stores:
        alliance, side = opened(stores, actor, place, by=KEEPERS)
        _require_writer(entry, side)
        checked = _checked_entry(alliance, entry, at)
        _require_known(stores, actor, alliance, checked, at)
        stores.alliances.keep(alliance.number, checked, at=at, by=actor.name)
        return told(stores, alliance, [FieldChange(type(entry).__name__.lower(), "", _name_of(checked))])


def strike_entry(
    workspace: Workspace, actor: Actor, place: tuple[int, int], number: int, *, note: str, at: datetime
) -> Alliance:
    """Strike an entry out; it stays, with the reason. Money spent on an activity that is struck is open again.

    Raises:
        UnknownIdError: there is none that counts.
        NotPermittedError: it is one that only the office writes.
    """
    with workspace.writing(actor, at=at) as stores:
        alliance, side = opened(stores, actor, place, by=KEEPERS)
        found = next((each for each in alliance.entries if each.number == number and not each.struck_note), None)
        if found is None:
            raise UnknownIdError("台账里没有这一条，或已划去。", remedy="请刷新页面后重试。")
        _require_writer(found.entry, side)
        reason = plain_text("划去的原因", note, is_needed=True)
        stores.alliances.strike(number, reason)
        open_again = [each for _, each in alliance.grant if each.activity == number]
        changes = [FieldChange(type(found.entry).__name__.lower(), _name_of(found.entry), "")]
        return told(stores, alliance, changes + [FieldChange("activity", _name_of(each), "") for each in open_again])


def checked_facts(facts: AllianceFacts) -> AllianceFacts:
    """Return facts without blanks around their texts.

    Raises:
        UsageError: something is missing, too long, or nothing that is asked for.
    """
    unknown = sorted(set(facts.texts) - set(TEXT_LABELS))
    if unknown:
        raise UsageError(f"联盟没有这些栏目：{'、'.join(unknown)}。", remedy="请核对栏目名称。")
    if facts.region_code not in load_regions():
        raise UsageError("看不出联盟在哪个地区。", remedy="请写地区全称，例如 广东省广州市从化区。")
    return replace(
        facts,
        name=plain_text("联盟名称", facts.name, is_needed=True, most=MOST_TITLE),
        lead=plain_text("牵头单位", facts.lead, is_needed=True, most=MOST_TITLE),
        field=plain_text("产业领域", facts.field, most=MOST_TITLE),
        direction=plain_text("业务方向", facts.direction, most=MOST_TITLE),
        texts={key: plain_text(TEXT_LABELS[key], text) for key, text in facts.texts.items() if text.strip()},
    )


def _fact_changes(before: Alliance, after: AllianceFacts) -> list[FieldChange]:
    return [
        FieldChange(name, str(getattr(before, name) or ""), str(getattr(after, name) or ""))
        for name in FACT_LABELS
        if getattr(before, name) != getattr(after, name)
    ]


def _text_changes(before: Alliance, after: AllianceFacts) -> list[FieldChange]:
    """Return which texts were rewritten: those that had words before, and those that have some now."""
    keys = [key for key in TEXT_LABELS if before.texts.get(key, "") != after.texts.get(key, "")]
    had, have = ("、".join(TEXT_LABELS[key] for key in keys if each.texts.get(key)) for each in (before, after))
    return [FieldChange("texts", had, have)] if keys else []


def _require_lead_may(before: Alliance, after: AllianceFacts, changes: Sequence[FieldChange]) -> None:
    """Refuse what only the office changes.

    Raises:
        RefusalError: another lead, another office, or what a registered alliance is known by.
    """
    remedy = "请联系负责的科技主管部门。"
    if after.lead != before.lead:
        raise RefusalError("更换牵头单位由科技主管部门办理。", remedy=remedy)
    if after.region_code not in codes_within(before.region_code):
        raise RefusalError("联盟改到别的地区由科技主管部门办理。", remedy=remedy)
    changed = [FACT_LABELS[each.field] for each in changes]
    if before.texts.get(_SECTOR, "") != after.texts.get(_SECTOR, ""):
        changed.append(TEXT_LABELS[_SECTOR])
    if before.stage is AllianceStage.REGISTERED and changed:
        raise RefusalError(f"联盟已经登记，{'、'.join(changed)}只由科技主管部门更改。", remedy=remedy)


def _require_region(actor: Actor, facts: AllianceFacts) -> None:
    if actor.role in BUREAUS and facts.region_code not in codes_within(actor.region_code):
        raise RefusalError("这个联盟不在您负责的地区。", remedy="请核对联盟所在地区。")


def _require_notice(stores: Stores, notice: int | None) -> None:
    if notice is not None and stores.notices.get(notice) is None:
        raise UsageError(f"没有第 {notice} 号通知。", remedy="请从通知列表中选择。")


def _require_own_name(stores: Stores, before: Alliance, after: AllianceFacts, at: datetime) -> None:
    """Refuse to give a registered alliance the name of another, or its field with its direction.

    Raises:
        RefusalError: what is the same is named.
    """
    stores.alliances.hold_register()
    meant = replace(before, **{name: getattr(after, name) for name in FACT_LABELS})
    rules = rulebook_of(stores, after.notice, beijing_day(at), region_code=after.region_code).rules
    faults = same_names(meant, rules, taken_names(stores, meant))
    if faults:
        raise RefusalError(f"{listed(faults)}。", remedy="请改换名称或业务方向。")


def _require_writer(entry: AllianceEntry, side: Side) -> None:
    """Refuse a judgement or a grant of anybody but the office.

    Raises:
        NotPermittedError: it is one.
    """
    is_office_s = isinstance(entry, Judgement) or (isinstance(entry, GrantEntry) and entry.line is GrantLine.GRANTED)
    if is_office_s and side is not Side.OFFICE:
        raise NotPermittedError("这一项由科技主管部门登记。", remedy="请联系负责的科技主管部门。")


def _require_known(stores: Stores, actor: Actor, alliance: Alliance, entry: AllianceEntry, at: datetime) -> None:
    """Refuse an entry about something that is not there.

    Raises:
        UsageError: no rule of the notice has this criterion, or there is no such achievement.
    """
    if isinstance(entry, Judgement):
        rules = rulebook_of(stores, alliance.notice, beijing_day(at), region_code=alliance.region_code).rules
        if entry.criterion not in criteria_of(rules):
            raise UsageError("依据的通知里没有这个条件。", remedy="请从条件列表中选择。")
    if isinstance(entry, Expert) and entry.achievement_id:
        scope = scope_of(actor, Action.ACHIEVEMENTS_VIEW)
        if stores.achievements.get_versioned(AchievementId(entry.achievement_id), scope=scope) is None:
            raise UsageError("没有这项成果。", remedy="请核对成果编号，或留空。")


def _checked_entry(alliance: Alliance, entry: AllianceEntry, at: datetime) -> AllianceEntry:
    """Check an entry against what is there.

    Raises:
        RefusalError: there is no grant to spend, or not yet.
        UsageError: a value is missing or out of its range.
    """
    if isinstance(entry, Activity):
        require_past(entry.on, at)
        title = plain_text("活动名称", entry.title, is_needed=True, most=MOST_TITLE)
        return replace(
            entry, title=title, place=plain_text("地点", entry.place), summary=plain_text("内容", entry.summary)
        )
    if isinstance(entry, GrantEntry):
        return _checked_money(alliance, entry, at)
    if isinstance(entry, Expert):
        return replace(
            entry, name=plain_text("专家姓名", entry.name, is_needed=True), unit=plain_text("单位", entry.unit)
        )
    if isinstance(entry, Judgement):
        proof = plain_text("依据", entry.proof, is_needed=entry.is_met)
        return replace(entry, criterion=plain_text("条件", entry.criterion, is_needed=True), proof=proof)
    strangers = [each for each in entry.sealed_by if each not in {one.organisation for one in alliance.members}]
    if strangers:
        raise UsageError(f"盖章的单位不是成员：{'、'.join(strangers)}。", remedy="请先登记成员。")
    return replace(
        entry,
        name=plain_text("材料名称", entry.name, is_needed=True, most=MOST_TITLE),
        note=plain_text("说明", entry.note),
    )


def _checked_money(alliance: Alliance, entry: GrantEntry, at: datetime) -> GrantEntry:
    if entry.line is GrantLine.GRANTED and any(each.line is GrantLine.GRANTED for _, each in alliance.grant):
        raise RefusalError("组建资金是一次性的，已经登记过拨付。", remedy="登记错了的，请先划去原来的一条。")
    if not 0 < entry.amount_fen <= MOST_FEN:
        raise UsageError("金额不对。", remedy="请核对金额，应大于零。")
    if entry.line is not GrantLine.PLANNED:
        require_past(entry.on, at)
        if alliance.registration is None:
            raise RefusalError("登记以后才有组建资金。", remedy="预算可以先写。")
    if entry.activity is not None and entry.activity not in dict(alliance.activities):
        raise UsageError("没有这次活动。", remedy="请先登记活动，再登记它的支出。")
    return replace(entry, purpose=plain_text("用途", entry.purpose, is_needed=True, most=MOST_TITLE))


def _name_of(entry: AllianceEntry) -> str:
    """Return what the trail says of an entry; of an expert the unit, of money the amount."""
    if isinstance(entry, Activity):
        return entry.title
    if isinstance(entry, GrantEntry):
        return f"{entry.line.value} {entry.amount_fen} 分"
    if isinstance(entry, Expert):
        return entry.unit
    return entry.criterion if isinstance(entry, Judgement) else entry.name
