"""The table of checkers by kind, facts as JSON, and their digest."""

import hashlib
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from data.errors import UsageError
from data.records.rules import Check, Rule, RuleKind
from data.storage.json_values import JsonFaultsError, from_json, to_json
from service.docking.notices.validity import day_faults
from service.docking.notices.wording import KIND_LABELS, told_faults
from service.docking.rules.census import check_census
from service.docking.rules.composition import check_composition
from service.docking.rules.criteria import check_criteria
from service.docking.rules.dossier import check_dossier
from service.docking.rules.due import check_due
from service.docking.rules.facts import (
    CensusFacts,
    CompositionFacts,
    CriteriaFacts,
    DossierFacts,
    DueFacts,
    Facts,
    FieldFacts,
    LadderFacts,
    MinCountFacts,
    NameFacts,
    QuotaFacts,
    TargetFacts,
    TimeLimitFacts,
)
from service.docking.rules.field_map import check_field_map
from service.docking.rules.ladder import check_ladder
from service.docking.rules.min_count import check_min_count
from service.docking.rules.name import check_name
from service.docking.rules.quota import check_quota
from service.docking.rules.target_tree import check_target_tree
from service.docking.rules.time_limit import check_time_limit

_AS_DOCUMENTED: Final = "请按 docs/rules.md 中这一类的写法改正。"
Checker = Callable[[Rule, Any], tuple[Check, ...]]

CHECKERS: Final[Mapping[RuleKind, Checker]] = MappingProxyType({
    RuleKind.CENSUS: check_census,
    RuleKind.QUOTA: check_quota,
    RuleKind.DUE: check_due,
    RuleKind.COMPOSITION: check_composition,
    RuleKind.MIN_COUNT: check_min_count,
    RuleKind.NAME: check_name,
    RuleKind.CRITERIA: check_criteria,
    RuleKind.DOSSIER: check_dossier,
    RuleKind.LADDER: check_ladder,
    RuleKind.TARGET_TREE: check_target_tree,
    RuleKind.FIELD_MAP: check_field_map,
    RuleKind.TIME_LIMIT: check_time_limit,
})

FACTS_OF: Final[Mapping[RuleKind, type[Facts]]] = MappingProxyType({
    RuleKind.CENSUS: CensusFacts,
    RuleKind.QUOTA: QuotaFacts,
    RuleKind.DUE: DueFacts,
    RuleKind.COMPOSITION: CompositionFacts,
    RuleKind.MIN_COUNT: MinCountFacts,
    RuleKind.NAME: NameFacts,
    RuleKind.CRITERIA: CriteriaFacts,
    RuleKind.DOSSIER: DossierFacts,
    RuleKind.LADDER: LadderFacts,
    RuleKind.TARGET_TREE: TargetFacts,
    RuleKind.FIELD_MAP: FieldFacts,
    RuleKind.TIME_LIMIT: TimeLimitFacts,
})


def check(rule: Rule, facts: Facts) -> tuple[Check, ...]:
    """Check facts by a rule of any kind; the same rule and facts give the same checks at any time.

    Raises:
        UsageError: the facts are those of another kind.
    """
    if not isinstance(facts, FACTS_OF[rule.kind]):
        raise UsageError(f"第 {rule.number} 号规则（{KIND_LABELS[rule.kind]}）不能用这些事实检查。")
    return CHECKERS[rule.kind](rule, facts)


def facts_of_json(kind: RuleKind, given: object) -> Facts:
    """Return the facts for a kind of rule that JSON values tell, see docs/rules.md.

    Raises:
        UsageError: values do not fit; all of them are named.
    """
    try:
        facts = from_json(FACTS_OF[kind], given)
    except JsonFaultsError as error:
        raise UsageError(told_faults(error.faults), remedy=_AS_DOCUMENTED) from error
    faults = tuple(day_faults(facts))
    if faults:
        raise UsageError(told_faults(faults), remedy=_AS_DOCUMENTED)
    return facts


def digest_of(facts: Facts) -> str:
    """Return the SHA-256 of facts, written as JSON with sorted names."""
    text = json.dumps(to_json(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
