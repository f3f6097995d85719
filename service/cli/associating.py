"""What `duijie alliances` does."""

from datetime import UTC, datetime

from data.records.accounts import OPERATOR
from service.cli.console import show, show_table
from service.cli.importing import open_workspace
from service.docking.alliances.checking import checks_of, rulebook_of
from service.docking.alliances.seeing import alliances_of, visible
from service.docking.alliances.shapes import kind_of, missing_roles, topology_of
from service.docking.alliances.taken import taken_names
from service.docking.alliances.wording import KIND_LABELS, ROLE_LABELS, STAGE_LABELS
from service.docking.beijing import beijing_day
from service.docking.notices.wording import KIND_LABELS as RULE_LABELS
from service.docking.notices.wording import OUTCOME_LABELS


def show_alliances() -> None:
    """Show every alliance with kind, topology and number."""
    with open_workspace() as workspace:
        found = alliances_of(workspace, OPERATOR)
    if not found:
        show("还没有联盟。")
        return
    rows = []
    for each in found:
        kind = kind_of(each).kind
        rows.append((
            str(each.number),
            each.name,
            each.lead,
            "未定" if kind is None else KIND_LABELS[kind],
            topology_of(each.admitted).label or "未成",
            str(len(each.admitted)),
            STAGE_LABELS[each.stage],
            "" if each.registration is None else each.registration.code,
        ))
    show_table(("号", "联盟", "牵头单位", "类型", "形态", "成员", "进展", "登记号"), rows)


def show_checks(number: int) -> None:
    """Show what the rules say of an alliance; names are compared by the letter."""
    now = datetime.now(UTC)
    with open_workspace() as workspace, workspace.reading() as stores:
        alliance = visible(stores, OPERATOR, number)
        rulebook = rulebook_of(stores, alliance.notice, beijing_day(now), region_code=alliance.region_code)
        found = checks_of(alliance, rulebook, registered=taken_names(stores, alliance), now=now)
    show(f"{alliance.name}：{STAGE_LABELS[alliance.stage]}，成员 {len(alliance.admitted)} 家。")
    if not rulebook.rules:
        show("没有选定依据的通知，或其中的规则还没有确认：请存入通知并确认规则（duijie rules load）。")
    missing = "、".join(ROLE_LABELS[each] for each in missing_roles(alliance))
    show(f"产业链空缺的角色：{missing or '没有'}。")
    rows = [
        (
            str(each.rule.number),
            RULE_LABELS[each.rule.kind],
            each.reading,
            OUTCOME_LABELS[each.outcome],
            each.reason,
            each.remedy,
        )
        for each in found.checks
    ]
    rows += [
        ("", label, "", OUTCOME_LABELS[each.outcome], f"{each.reason}。", each.remedy)
        for label, each in (("自愿入盟", found.consents), ("组建资金", found.grant))
    ]
    show_table(("规则", "检查", "读法", "结论", "理由", "办法"), rows)
    for each in found.skipped:
        show(f"规则 {each.rule.number}（{RULE_LABELS[each.rule.kind]}）没有检查：{each.reason}。")
