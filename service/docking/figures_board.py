"""The figures of the board: counted in the scope of whoever looks, by closed values that lists can be filtered by."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from data.records.accounts import Actor
from data.records.enums import Readiness
from data.records.facets import Facets
from data.records.scopes import Scope
from data.reference.industries import load_industries
from data.reference.regions import RegionLevel, load_regions
from data.storage.batches import ImportBatch
from data.storage.workspace import Workspace
from service.docking.consent_stages import Stage, stage_of
from service.docking.consents import introductions_of
from service.docking.facets import READINESS_LABELS
from service.docking.fits import read_fits
from service.docking.permissions import Action, Reach, may, scope_of
from service.docking.waiting import reach

UNKNOWN_LABEL = "未写明或未识别"
_AT_LEAST = "{stage}及以上"


@dataclass(frozen=True, slots=True)
class Count:
    """How many records have one value; `code` is "" where the value is not known."""

    code: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class SideFigures:
    """Needs or achievements: how many, and by what; regions and industries sum to `n`.

    Attributes:
        n: how many records.
        regions: largest first: provinces, or inside a bureau's region what lies one level below it; records that name
            no region so fine count as unknown.
        industries: by section, largest first.
        readiness: how many are at least at each stage, as lists are filtered, in the order of the stages; empty for
            needs.
    """

    n: int
    regions: tuple[Count, ...]
    industries: tuple[Count, ...]
    readiness: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class FitFigures:
    """Needs by what the newest run over all of them found; the three add up to all needs.

    Attributes:
        as_of: the day of that run.
        n_fitted: at least one achievement fits.
        n_without: none does.
        n_unmatched: came after the run.
    """

    as_of: date
    n_fitted: int
    n_without: int
    n_unmatched: int


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """What files brought, those taken back left out."""

    n_files: int
    n_added: int
    n_updated: int
    n_rejected: int


@dataclass(frozen=True, slots=True)
class Board:
    """All figures; what somebody may not know, or nobody knows yet, is None."""

    needs: SideFigures
    achievements: SideFigures
    fits: FitFigures | None
    introductions: dict[Stage, int] | None
    imports: ImportFigures | None


def board_of(workspace: Workspace, actor: Actor) -> Board:
    """Count what somebody may see; the number of queries does not depend on how much that is."""
    scopes = [scope_of(actor, action) for action in (Action.NEEDS_VIEW, Action.ACHIEVEMENTS_VIEW)]
    with workspace.reading() as stores:
        tallies = [stores.needs.tally(scope=scopes[0]), stores.achievements.tally(scope=scopes[1])]
        needs = stores.needs.ordered_ids(scope=scopes[0])
        achievements = None if scopes[1].everything else frozenset(stores.achievements.ordered_ids(scope=scopes[1]))
        batches = stores.batches.all() if reach(actor, Action.RECORDS_IMPORT) is Reach.ALL else None
    return Board(
        needs=_side(tallies[0], scopes[0]),
        achievements=_side(tallies[1], scopes[1], is_staged=True),
        fits=_fits(workspace, needs, achievements),
        introductions=_introductions(workspace, actor),
        imports=None if batches is None else _imports(batches),
    )


def _side(tally: Iterable[tuple[Facets, int]], scope: Scope, *, is_staged: bool = False) -> SideFigures:
    rows = list(tally)
    regions, industries = load_regions(), load_industries()
    return SideFigures(
        n=sum(n for _, n in rows),
        regions=_counts(rows, lambda each: _region_of(each, scope), lambda code: regions[code].name),
        industries=_counts(rows, lambda each: each.industry_code[:1], lambda code: industries[code].name),
        readiness=_readiness(rows) if is_staged else (),
    )


def _counts(
    rows: Iterable[tuple[Facets, int]], code_of: Callable[[Facets], str], label_of: Callable[[str], str]
) -> tuple[Count, ...]:
    """Sum rows by a code, largest first, ties by code, what is unknown last."""
    sums: Counter[str] = Counter()
    for facets, n in rows:
        sums[code_of(facets)] += n
    counts = [Count(code, label_of(code) if code else UNKNOWN_LABEL, n) for code, n in sums.items()]
    return tuple(sorted(counts, key=lambda count: (not count.code, -count.n, count.code)))


def _readiness(rows: Iterable[tuple[Facets, int]]) -> tuple[Count, ...]:
    """Count how many reach each stage that occurs, and those of unknown stage last."""
    sums: Counter[Readiness | None] = Counter()
    for facets, n in rows:
        sums[facets.readiness] += n
    known = [
        Count(
            str(int(stage)),
            _AT_LEAST.format(stage=label),
            sum(n for each, n in sums.items() if each is not None and each >= stage),
        )
        for stage, label in READINESS_LABELS.items()
        if sums[stage]
    ]
    return (*known, *([Count("", UNKNOWN_LABEL, sums[None])] if sums[None] else []))


def _region_of(facets: Facets, scope: Scope) -> str:
    """Return the region a record is counted under, one level below the scope's own; "" where it names none so fine."""
    region = load_regions().get(facets.region_code)
    if region is None:
        return ""
    outer = load_regions().get(scope.region_code)
    if outer is None:
        return region.province
    return region.city if outer.level is RegionLevel.PROVINCE else region.county


def _fits(workspace: Workspace, needs: Iterable[str], achievements: frozenset[str] | None) -> FitFigures | None:
    """Count needs by what fits them; only `achievements` count where they are not None."""
    fits = read_fits(workspace).among(achievements)
    if fits.as_of is None:
        return None
    found = Counter(None if each not in fits.of_needs else bool(fits.of_needs[each]) for each in needs)
    return FitFigures(fits.as_of, n_fitted=found[True], n_without=found[False], n_unmatched=found[None])


def _introductions(workspace: Workspace, actor: Actor) -> dict[Stage, int] | None:
    if not may(actor, Action.INTRODUCTIONS_VIEW):
        return None
    stages = Counter(stage_of(each) for each in introductions_of(workspace, actor))
    return {stage: stages[stage] for stage in Stage}


def _imports(batches: Iterable[ImportBatch]) -> ImportFigures:
    standing = [each for each in batches if each.undone_at is None]
    return ImportFigures(
        n_files=len(standing),
        n_added=sum(each.n_added for each in standing),
        n_updated=sum(each.n_updated for each in standing),
        n_rejected=sum(each.n_rejected for each in standing),
    )
