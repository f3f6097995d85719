"""Campaigns that follow a confirmed rule of a notice: which rules there are, and the one that was chosen."""

from datetime import date

from data.errors import RefusalError
from data.records.accounts import Actor
from data.records.census import Campaign
from data.records.rules import Rule, RuleKind, RuleState
from data.storage.workspace import Workspace
from service.docking.census.campaigns import campaign_of_rule
from service.docking.notices.loading import rule_of, rules_of
from service.docking.notices.standing import standing


def census_rules(workspace: Workspace, actor: Actor, day: date) -> tuple[Rule, ...]:
    """Return the confirmed rules of a census that apply on a day, in the order of their numbers."""
    return standing(rules_of(workspace, actor, kind=RuleKind.CENSUS), day)


def campaign_ruled(
    workspace: Workspace, actor: Actor, place: tuple[int, int | None], *, name: str, region_code: str
) -> Campaign:
    """Return a campaign with the terms of a rule, not yet opened.

    Args:
        workspace: holds the rule.
        actor: who asks.
        place: number of the rule, and the version that was looked at; None for the newest.
        name: of the campaign.
        region_code: of the campaign.

    Returns:
        The campaign; `rule_of` and `campaign_of_rule` name errors of theirs.

    Raises:
        RefusalError: nobody has confirmed that version.
    """
    number, version = place
    history = rule_of(workspace, actor, number)
    rule = history.newest if version is None else history.version(version)
    if rule is None or rule.state is not RuleState.CONFIRMED:
        raise RefusalError("这条规则没有确认，不能据以发起普查。", remedy="请先在规则页面核对并确认。")
    return campaign_of_rule(rule, name=name, region_code=region_code)
