"""The figures of an evaluation with the formula of each, as a person reads them."""

import math
from dataclasses import asdict, dataclass

from matcher.evaluation.evaluate import Evaluation
from matcher.evaluation.intervals import SMALLER_IS_BETTER, Estimate


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: code name, Chinese label, value (None where it could not be measured), and how it is computed."""

    name: str
    label: str
    value: float | None
    formula: str


_FORMULAS = (
    ("ndcg_at_10", "nDCG@10", "增益 2^(level-1)-1，折损 log2(1+名次)，取前 10，除以最佳排列；各需求取平均"),
    ("ndcg_error", "nDCG@10 标准误", "各需求 nDCG@10 的标准差除以需求数的平方根"),
    ("mrr", "MRR", "每项需求第一个 level≥3 的名次的倒数，取平均"),
    ("auc", "AUC（level≥3）", "随机取一对 level≥3 和一对 level≤2，前者得分较高的概率"),
    ("mae", "MAE", "|level - (1 + 3×score)| 的平均，单位为级"),
    ("corpus_recall_at_50", "全库 recall@50", "在全部成果中查找，前 50 名里 level≥3 的成果占该需求全部的比例，取平均"),
    ("corpus_mrr", "全库 MRR", "在全部成果中查找，第一个 level≥3 的名次的倒数（50 名以外为 0），取平均"),
    ("precision_at_5", "P@5", "每项需求（至少 5 对判定）前 5 名中 level≥3 的比例，取平均"),
    (
        "answered_auc",
        "有无答案 AUC",
        "随机取一项有 level≥3 成果的需求和一项没有的，前者判定过的成果中最高得分较高的概率",
    ),
    ("level_mae", "等级 MAE", "|level - 预测等级| 的平均，单位为级"),
    ("ece", "校准误差 ECE", "按 level≥3 的预测概率分 10 个等宽组，各组实际比例与平均概率之差的绝对值，按对数加权平均"),
)

COUNTING_RULE = "nDCG 和 MRR 只计至少有 5 对判定、且至少一对 level 高于 1 的需求。"


def figures_of(evaluation: Evaluation) -> tuple[Figure, ...]:
    """Return every figure of an evaluation with its formula."""
    values = asdict(evaluation)
    return tuple(Figure(name, label, told_value(values[name]), formula) for name, label, formula in _FORMULAS)


def labels() -> dict[str, str]:
    """Return the Chinese label of each figure by its code name."""
    return {name: label for name, label, _ in _FORMULAS}


def formulas() -> dict[str, str]:
    """Return how each figure is computed by its code name."""
    return {name: formula for name, _, formula in _FORMULAS}


def told(estimate: Estimate, *, signed: bool = False) -> str:
    """Return a figure with its interval as people read it, three decimals each.

    Args:
        estimate: the figure.
        signed: it is a difference, written with its sign.
    """
    if math.isnan(estimate.value):
        return "无法计算"
    sign = "+" if signed else ""
    value = f"{estimate.value:{sign}.3f}"
    return value if math.isnan(estimate.low) else f"{value} [{estimate.low:{sign}.3f}, {estimate.high:{sign}.3f}]"


def verdict(difference: Estimate, name: str) -> str:
    """Return in words whether a difference of the figure of that name is more than chance, and which way."""
    if math.isnan(difference.low):
        return "无法判断"
    if not difference.excludes_zero:
        return "在误差之内"
    is_better = (difference.value < 0.0) == (name in SMALLER_IS_BETTER)
    return f"超出误差（{'较好' if is_better else '较差'}）"


def percent(share: float) -> str:
    """Return a share of 0-1 as people read it; what is not nothing is never told as 0%."""
    return "不到 1%" if 0.0 < share < 0.01 else f"{share:.0%}"


def told_value(value: float) -> float | None:
    """Return a figure, None where it could not be measured."""
    return None if math.isnan(value) else value
