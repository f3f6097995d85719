"""The Chinese words of what grouping needs did not find."""

from typing import Final

NO_GROUP: Final = (
    "没有归纳出共性技术需求：需求写得够清楚，有共同的少见词，相近程度两项之间达到{pair}%、三项以上平均达到{group}%，"
    "才归为一组。{nearest}"
)
NEAREST: Final = "本次最接近的是{pairs}。"
NEAR_PAIR: Final = "“{first}”与“{second}”（{percent}%）"
NOTHING_NEAR: Final = "本次没有两项需求在意思或用词上相近。"
