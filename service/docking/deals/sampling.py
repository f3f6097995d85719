"""The year-end spot check (GD-12): a seeded sample of contracts that can be drawn again, on any computer."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.errors import UsageError
from data.records.deals import ENDED, Deal, Stage
from service.docking.deals.entries import local_day

MOST_SAMPLED: Final = 500
MOST_SEED_CHARACTERS: Final = 100

SAMPLE_RULE: Final = (
    "抽查范围：截至 {as_of} 已签技术合同、没有终止的台账，共 {n_frame} 项。"
    "抽法：对每一项算 SHA-256（“种子:台账号”），按结果从小到大取前 {n} 项。种子是“{seed}”，"
    "同一范围、同一种子、同一日期，任何人在任何时候都抽出相同的台账；增抽时先前抽中的仍在其中。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample of deals.

    Attributes:
        deals: in the order in which they were drawn.
        n_frame: how many deals could have been drawn.
        rule: in words, with seed and day, as it is printed beside the list.
    """

    deals: tuple[Deal, ...]
    n_frame: int
    seed: str
    as_of: date
    rule: str


def sample_of(deals: Iterable[Deal], n: int, *, seed: str, as_of: date) -> Sample:
    """Draw a spot check: the deals whose checksum with the seed is smallest.

    Python's own random numbers are not used, for their sequence belongs to a version of Python; a checksum belongs to
    nobody, and a deal that comes later changes nothing of the order of the others.

    Args:
        deals: any, of whoever asks.
        n: at most so many, 1 to `MOST_SAMPLED`.
        seed: any words.
        as_of: the last day of which steps count; what was written down later says nothing.

    Returns:
        The sample; all deals of the frame where it is no larger than `n`.

    Raises:
        UsageError: number or seed is out of its range.
    """
    seed = seed.strip()
    if not 1 <= n <= MOST_SAMPLED or not 1 <= len(seed) <= MOST_SEED_CHARACTERS:
        raise UsageError(
            f"抽查数应在 1 至 {MOST_SAMPLED} 之间，种子不能为空或超过 {MOST_SEED_CHARACTERS} 个字。",
            remedy="请改正后重试。",
        )
    frame = [deal for deal in deals if _is_checked(deal, as_of)]
    drawn = sorted(frame, key=lambda deal: (_draw(seed, deal.number), deal.number))[:n]
    rule = SAMPLE_RULE.format(as_of=as_of, n_frame=len(frame), n=n, seed=seed)
    return Sample(deals=tuple(drawn), n_frame=len(frame), seed=seed, as_of=as_of, rule=rule)


def _is_checked(deal: Deal, as_of: date) -> bool:
    known = [step.after for step in deal.steps if local_day(step.at) <= as_of]
    return Stage.CONTRACT in known and known[-1] not in ENDED


def _draw(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()
