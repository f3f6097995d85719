"""What `duijie models show` does."""

from pathlib import Path

from matcher.evaluation.intervals import Estimate
from matcher.phrases import FEATURE_LABELS
from service.cli.console import show, show_table
from service.cli.help_pages import page_width, wrapped
from service.docking.figures import labels, told
from service.docking.model_cards import CardPart, Figure, ModelCard, card_of


def show_model(folder: Path | None) -> None:
    """Show what there is to say of a model."""
    card = card_of(folder)
    for line in _head(card):
        _show_wrapped(line)
    for part in card.parts:
        _show_part(part)
    show()
    for sentence in card.limits:
        _show_wrapped(f"局限：{sentence}")


def _head(card: ModelCard) -> list[str]:
    known = (
        ("名称", card.name),
        ("编码器", card.encoder_id or "任何编码器"),
        ("向量校正", card.adapter_id or "编码器自带的"),
        ("来源", card.source or "随程序"),
        ("日期", card.made_on),
        ("训练数据", card.trained_on or "没有训练，或没有说明"),
    )
    return [f"{name}：{value}" for name, value in known if value]


def _show_part(part: CardPart) -> None:
    show()
    show(f"模型编号：{part.id}{f'（{part.label}使用）' if part.label else ''}")
    named = [(label, _told(part.figures[name])) for name, label in labels().items() if name in part.figures]
    if named:
        _show_wrapped(
            f"判定 {part.n_pairs:,} 对，{part.n_needs:,} 项需求；数值来自训练时没有见过的需求，方括号内为 95% 区间。"
        )
        show_table(("指标", "数值"), named)
        show()
    rows = [
        (
            FEATURE_LABELS.get(row.feature, row.feature),
            "-" if row.spread is None else f"{row.spread:.3f}",
            _signed(row.low),
            _signed(row.high),
        )
        for row in part.features
    ]
    show_table(("特征", "作用（标准差）", "最多减分", "最多加分"), rows)


def _show_wrapped(text: str) -> None:
    for line in wrapped(text, page_width()):
        show(line)


def _signed(contribution: float) -> str:
    return f"{round(contribution, 2) + 0.0:+.2f}"  # plus 0.0: a rounded -0.001 would be -0.00


def _told(figure: Figure) -> str:
    missing = float("nan")
    ends = (missing if end is None else end for end in (figure.low, figure.high))
    return told(Estimate(figure.value, *ends))
