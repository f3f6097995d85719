"""From which form of cooperation to which it is to deepen."""

import re
from typing import Final

from data.records.rules import LadderTerms, Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.drafts import Draft

_STEP: Final = re.compile(
    r"(?:由|将|把|从|推动|促进|引导|支持)(?P<old>[^,，。;由将把从]{2,24}?)(?:向(?P<new>[^,，。;]{2,40}?)"
    rf"{notice_pattern('ladder_verb')}|{notice_pattern('ladder_verb')}(?:为|成为|到|至|成|向)(?P<new2>[^。;]{{2,60}}))"
)
_COOPERATION: Final = re.compile(notice_pattern("cooperation"))
_NEXT: Final = re.compile(r"[,，](?:二是|三是|[由将把从]|推动|促进|引导|同时|并).*$")


def find_ladders(draft: Draft) -> list[Proposal]:
    """Propose one rule for each sentence that names such steps."""
    found: list[Proposal] = []
    for sentence in draft.outline.sentences:
        steps = tuple(
            (match["old"].removeprefix("企业").strip(), new)
            for match in _STEP.finditer(_separated(sentence.text))
            if (new := _target(match)) and _COOPERATION.search(match["old"]) and _COOPERATION.search(new)
        )
        if steps:
            found.append(draft.propose(LadderTerms(steps=steps), sentence))
    return found


def _separated(text: str) -> str:
    """Put a semicolon before each next step of an enumeration, so that none runs into the other."""
    return re.sub(r"[,，](?=(?:[一二三四]是)?(?:由|将|把|从|推动|促进|引导))", ";", text)


def _target(match: re.Match[str]) -> str:
    return _NEXT.sub("", match["new"] or match["new2"]).strip(" 。;,，")
