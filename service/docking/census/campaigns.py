"""Campaigns of the need census: opened by a bureau for its region, changed in versions, seen by all below."""

from datetime import datetime
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.census import Campaign
from data.records.rules import CensusTerms, Rule
from data.records.scopes import Scope
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.permissions import Action, scope_of
from service.docking.visibility import lies_within

MOST_NAME_CHARACTERS: Final = 100
MOST_QUOTE_CHARACTERS: Final = 2000
_MOST_NEEDS: Final = 100


def open_campaign(workspace: Workspace, actor: Actor, campaign: Campaign, *, at: datetime) -> Campaign:
    """Open a campaign for a region of one's own.

    Args:
        workspace: where to.
        actor: who opens it.
        campaign: without number and version.
        at: aware.

    Returns:
        The campaign as it is kept; `checked` names the errors.
    """
    checked(campaign)
    require_region(actor, campaign.region_code)
    with workspace.writing(actor, at=at) as stores:
        return stores.census.campaigns.add(campaign)


def change_campaign(
    workspace: Workspace, actor: Actor, campaign: Campaign, *, expected_version: int, at: datetime
) -> Campaign:
    """Change a campaign of one's own region as a whole.

    Args:
        workspace: holds it.
        actor: who changes it.
        campaign: as it shall be, with its number.
        expected_version: the one that was looked at.
        at: aware.

    Returns:
        The campaign as it is now; `checked` and `NumberedRepository.change` name the errors.
    """
    checked(campaign)
    require_region(actor, campaign.region_code)
    with workspace.writing(actor, at=at) as stores:
        stored = run_by(stores, actor, campaign.number)
        require_region(actor, stored.region_code)
        return stores.census.campaigns.put(campaign, expected_version=expected_version)


def campaign_of_rule(rule: Rule, *, name: str, region_code: str) -> Campaign:
    """Return a campaign with the terms of a confirmed rule, not yet opened.

    Raises:
        RefusalError: it is a rule of another kind.
    """
    if not isinstance(rule.terms, CensusTerms):
        raise RefusalError("这条规则不是需求普查的规则。", remedy="请选择“普查”类的规则。")
    return Campaign(
        name=name,
        region_code=region_code,
        terms=rule.terms,
        quote=rule.quote,
        starts_on=rule.applies_from,
        ends_on=rule.applies_to,
        notice_id=rule.notice_id,
        clause=rule.clause,
        rule_number=rule.number,
        rule_version=rule.version,
    )


def campaigns_of(workspace: Workspace, actor: Actor) -> list[Campaign]:
    """Return the campaigns that concern somebody, newest first: of their region, of what lies in it or around it."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        return [each for each in reversed(stores.census.campaigns.all()) if concerns(each, scope)]


def campaign_of(workspace: Workspace, actor: Actor, number: int) -> Campaign:
    """Return a campaign that concerns somebody; `seen_by` names the error."""
    with workspace.reading() as stores:
        return seen_by(stores, actor, number)


def seen_by(stores: Stores, actor: Actor, number: int) -> Campaign:
    """Return a campaign that concerns somebody, inside a transaction.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    return _found(stores, scope_of(actor, Action.CENSUS_VIEW), number)


def run_by(stores: Stores, actor: Actor, number: int) -> Campaign:
    """Return a campaign in which somebody may enter something for their own region; errors as for `seen_by`."""
    return _found(stores, scope_of(actor, Action.CENSUS_RUN), number)


def concerns(campaign: Campaign, scope: Scope) -> bool:
    """Tell whether a campaign concerns a scope; every campaign may concern an enterprise, its board tells whether."""
    if scope.everything or scope.organisation:
        return True
    code = scope.region_code
    return lies_within(campaign.region_code, code) or lies_within(code, campaign.region_code)


def may_see_county(scope: Scope, code: str, campaign: Campaign) -> bool:
    """Tell whether a county's lines lie in a scope; what names no county belongs to whoever holds the campaign."""
    return sees_region(scope, code or campaign.region_code)


def sees_region(scope: Scope, code: str) -> bool:
    """Tell whether what belongs to a region lies in a scope; nothing does in that of one organisation."""
    return scope.everything or (bool(scope.region_code) and lies_within(code, scope.region_code))


def require_region(actor: Actor, code: str, action: Action = Action.CENSUS_RUN) -> None:
    """Refuse a region outside of what an actor may do something for.

    Raises:
        UnknownIdError: no such region, or outside; a bureau knows its own.
    """
    scope = scope_of(actor, action)
    if code not in load_regions() or not sees_region(scope, code):
        raise UnknownIdError(f"地区代码“{code}”不在您负责的范围内。", remedy="请填写本地区或下属地区的六位代码。")


def checked(campaign: Campaign) -> None:
    """Refuse a campaign that says nothing, or what cannot be.

    Raises:
        UsageError: a field is empty, too long, or two do not fit each other.
    """
    terms = campaign.terms
    last = campaign.ends_on
    outside = set(campaign.counties) - set(codes_within(campaign.region_code))
    faults = {
        "没有写普查的名称。": not campaign.name.strip(),
        f"普查的名称超过 {MOST_NAME_CHARACTERS} 个字。": len(campaign.name) > MOST_NAME_CHARACTERS,
        f"依据的原文超过 {MOST_QUOTE_CHARACTERS} 个字。": len(campaign.quote.text) > MOST_QUOTE_CHARACTERS,
        "每家至少报送的项数要在 1 到 100 之间。": not 1 <= terms.min_needs <= _MOST_NEEDS,
        "最多项数小于最少项数。": terms.max_needs is not None and terms.max_needs < terms.min_needs,
        "销售收入起点不能小于 0。": (terms.min_revenue_yuan or 0) < 0,
        "结束日期早于开始日期。": None not in {campaign.starts_on, last} and last < campaign.starts_on,  # type: ignore[operator] # neither is None
        "完成期限早于开始日期。": None not in {campaign.starts_on, terms.due_on} and terms.due_on < campaign.starts_on,  # type: ignore[operator] # neither is None
        "参加的县区不都在普查的地区内。": bool(outside),
    }
    for message, is_so in faults.items():
        if is_so:
            raise UsageError(message, remedy="请改正后重新提交。")


def _found(stores: Stores, scope: Scope, number: int) -> Campaign:
    found = stores.census.campaigns.get(number)
    if found is None or not concerns(found, scope):
        raise UnknownIdError(f"没有第 {number} 号普查。", remedy="请从普查列表中选择。")
    return found
