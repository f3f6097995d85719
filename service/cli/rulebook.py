"""What `duijie rules` does."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

from data.errors import FileReadError, UnknownIdError
from data.records.accounts import OPERATOR
from data.records.rules import Check, Rule, RuleKind, RuleState
from ingest.notices.reading import read_notice
from service.cli.console import show, show_table, tell
from service.cli.importing import open_workspace
from service.cli.options import read_day
from service.docking.beijing import BEIJING
from service.docking.notices.deciding import STATE_LABELS
from service.docking.notices.loading import load_notice, rule_of, rules_of
from service.docking.notices.standing import rules_on
from service.docking.notices.wording import KIND_LABELS, OUTCOME_LABELS, sentence_of
from service.docking.rules import engine
from service.docking.rules.deadlines import Deadline, DeadlineState, deadlines, reminder
from service.docking.rules.keeping import Occasion, keep_checks
from service.exports.feedback import masked_text

_HEADINGS: Final = ("号", "版", "类别", "状态", "要求")
_DUE_HEADINGS: Final = ("日期", "剩余", "规则", "由谁办理", "事项")


def load(path: Path) -> None:
    """Keep a notice and the rules read from it."""
    with open_workspace() as workspace:
        loaded = load_notice(workspace, OPERATOR, path, read=read_notice, at=datetime.now(UTC))
    show(f"已存为第 {loaded.number} 号通知，读出规则 {len(loaded.rules)} 条，待确认。")
    if loaded.n_conflicts:
        show(f"通知中前后不一致的有 {loaded.n_conflicts} 处，请核实。")
    show(f"请在网页的“通知”中打开第 {loaded.number} 号，逐条确认。")


def show_rules(as_of: str | None, *, kind: RuleKind | None, is_waiting: bool) -> None:
    """Show the rules that apply on a day, or those that wait."""
    day = read_day(as_of)
    with open_workspace() as workspace:
        if is_waiting:
            newest = (each.newest for each in rules_of(workspace, OPERATOR, kind=kind))
            found = tuple(each for each in newest if each.state is RuleState.PROPOSED)
        else:
            found = rules_on(workspace, day, kind=kind)
    if not found:
        show("没有待确认的规则。" if is_waiting else f"{day} 没有适用的规则。")
        return
    show_table(_HEADINGS, [_row(each) for each in found])


def show_deadlines(as_of: str | None, *, days: int, with_reminders: bool) -> None:
    """Show what is due from a month before a day on."""
    day = read_day(as_of)
    now = datetime.now(UTC) if as_of is None else datetime.combine(day, time(), BEIJING)
    with open_workspace() as workspace:
        rules = rules_on(workspace, day)
    found = deadlines(rules, now=now, since=day - timedelta(days=30), until=day + timedelta(days=days))
    if not found:
        show("这段时间没有时限。")
        return
    show_table(_DUE_HEADINGS, [_due_row(each) for each in found])
    if with_reminders:
        for each in found:
            show()
            show(masked_text(reminder(each)))


def check_facts(number: int, path: Path, *, as_of: str | None, is_kept: bool) -> None:
    """Check the facts of a file by the version of a rule that applies on a day.

    Raises:
        UnknownIdError: no version applies on that day.
    """
    day = read_day(as_of)
    given = _read_json(path)
    with open_workspace() as workspace:
        rule = rule_of(workspace, OPERATOR, number).on(day)
        if rule is None:
            raise UnknownIdError(f"第 {number} 号规则在 {day} 没有适用的版本。", remedy="请先确认规则，或换一天。")
        facts = engine.facts_of_json(rule.kind, given)
        checks = engine.check(rule, facts)
        if is_kept:
            keep_checks(workspace, OPERATOR, rule, facts, occasion=Occasion(as_of=day, at=datetime.now(UTC)))
    show(f"规则 {number}（第 {rule.version} 版）：{masked_text(sentence_of(rule.terms))}")
    if rule.quote.text:
        show(f"依据：{masked_text(' '.join(rule.quote.text.split()))}")
    for each in checks:
        _show_check(each)
    if is_kept:
        tell(f"已记下 {len(checks)} 项检查。")


def _show_check(each: Check) -> None:
    reading = f"（{each.reading}）" if each.reading else ""
    show()
    show(f"{masked_text(each.subject)}{reading}：{OUTCOME_LABELS[each.outcome]}")
    show(f"  {masked_text(each.reason)}")
    if each.remedy:
        show(f"  办法：{masked_text(each.remedy)}")


def _read_json(path: Path) -> object:
    """Return what a JSON file holds.

    Raises:
        FileReadError: it cannot be read.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileReadError(f"无法读取“{path}”：{error.strerror}。", remedy="请核对路径。") from error
    except ValueError as error:
        raise FileReadError(f"“{path}”不是合格的 JSON。", remedy="请按 docs/rules.md 中的写法改正。") from error


def _row(rule: Rule) -> tuple[str, ...]:
    words = masked_text(sentence_of(rule.terms))
    return str(rule.number), str(rule.version), KIND_LABELS[rule.kind], STATE_LABELS[rule.state], words


def _due_row(each: Deadline) -> tuple[str, ...]:
    left = f"过期 {-each.days_left} 天" if each.state is DeadlineState.OVERDUE else f"{each.days_left} 天"
    item = f"{each.item}{f'（{each.form}）' if each.form else ''}"
    day = f"{each.day}{f' {each.minute}' if each.minute else ''}"
    return day, left, str(each.rule.number), masked_text(each.unit) or "各有关单位", masked_text(item)
