"""Forms and annexes that a notice names: title, copies on paper, and where they go."""

import re
from dataclasses import replace
from typing import Final

from data.records.notices import Attachment
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Sentence, lines_of
from ingest.notices.drafts import LABEL, LEAST_TITLE, Draft, copies_in, labels_in, title_core
from ingest.notices.routes import route_in

MAX_TITLE: Final = 50
LEAST_END: Final = 3
"""Characters of the end of a title by which text may name it (申报书), where no other title ends so."""

_SEE: Final = r"\((?:详见|见|活动具体安排|格式见|附后见|请见)?\s*$"
_TITLE_BEFORE: Final = re.compile(
    r"(?:《(?P<quoted>[^《》]{2,60})》|(?:填报|填写|填制|提交|报送|上报|和|及|或|、|将|把)(?P<named>[^《》,，。;、()]{2,45}"
    r"(?:\([^()]{1,12}\)[^《》,，。;、()]{0,40})?(?:表|书|单|说明|方案|报告|汇总|计划|材料)))\s*\("
)
_FILL_IN: Final = notice_pattern("fill_in")
_TITLE_AFTER: Final = re.compile(
    r"(?:[:.、\s]+《?(?P<named>[^\n《》。;:]{2,50}?)》?\s*(?=$|附件)|《(?P<quoted>[^《》]{2,60})》|\((?P<inner>[^()]{4,50}表)\))"
)
_FILE_ENDING: Final = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar)$", re.IGNORECASE)
_LISTED: Final = re.compile(r"附\s?件[ ]*(?::\s*|\n\s*)(?P<list>(?:\d{1,2}\s?[.、][^\n]+\s*)+)")
_SINGLE: Final = re.compile(r"(?m)^[ ]*附\s?件[ ]*:[ ]*(?P<title>[^\n;。:\d][^\n;。:]{2,50}?)[ ]*$")
"""The only one, without a number: 附件：项目建议表."""

_ENTRY: Final = re.compile(
    r"(?P<n>\d{1,2})\s?[.、](?:(?!\d)|(?=20\d{2}年))\s*(?P<title>[^\n;。]+?)(?=\s*(?:\n|;|。|$|\d{1,2}\s?[.、]))"
)


def find_attachments(draft: Draft) -> tuple[Attachment, ...]:
    """Find the attachments in the order in which they are first named; one that is only listed counts too."""
    found: dict[str, Attachment] = {}
    for sentence in _sentences(draft):
        for label in labels_in(sentence.text):
            fresh = _read(draft, sentence, label)
            found[label] = _merged(found[label], fresh) if label in found else fresh
    for each in _listed(draft):
        found[each.label] = _merged(found[each.label], each) if each.label in found else each
    draft = replace(draft, attachments=tuple(found.values()))
    own = {label: _from_own_pages(draft, _from_text(draft, each)) for label, each in found.items()}
    return tuple(own[label] for label in sorted(own, key=lambda label: own[label].quote.start))


def _sentences(draft: Draft) -> list[Sentence]:
    """Give the sentences, and the heads of attachments, whose label is their number and not part of a sentence."""
    heads = [
        Sentence(text, part.start, part.start + len(text), -1, place)
        for place, part in enumerate(draft.outline.parts)
        if part.level == 0
        for text in (draft.page.text[part.start : part.own_end].partition("\n")[0],)
    ]
    return sorted([*draft.outline.sentences, *heads], key=lambda each: (each.start, each.line))


def _read(draft: Draft, sentence: Sentence, label: str) -> Attachment:
    segments = [each for each in sentence.segments() if label in labels_in(each.text)]
    segment = segments[0]
    quote = draft.quote(sentence)
    others = [each for each in sentence.segments() if each not in segments]
    is_sent = not any(labels_in(each.text) for each in others)
    text = sentence.text if is_sent else segment.text
    copies, route = copies_in(text), route_in(text)
    if copies is None and not route:
        # 以上两项均 ... 一式2份报 ...: the sentence behind tells where the forms of this one go.
        following = next((each for each in draft.paragraph(sentence) if each.start >= sentence.end), None)
        if following and re.match(r"以上|上述", following.text):
            copies, route, quote = copies_in(following.text), route_in(following.text), draft.quote(following)
    return Attachment(label, _title(segment.text, label), copies, route, quote)


def _merged(first: Attachment, second: Attachment) -> Attachment:
    """Fill what the first mention left open with what a later one says.

    A title that only ends with a later, shorter one took words before it along (自查报告和自查表).
    """
    is_longer = bool(second.title) and first.title.endswith(second.title)
    tells_more = first.copies is None and not first.route and (second.copies is not None or second.route)
    return Attachment(
        first.label,
        second.title if is_longer else first.title or second.title,
        second.copies if first.copies is None else first.copies,
        first.route or second.route,
        second.quote if tells_more else first.quote,
    )


def _title(text: str, label: str) -> str:
    return _FILE_ENDING.sub("", _named(text, label))


def _named(text: str, label: str) -> str:
    for match in LABEL.finditer(text):
        if re.sub(r"\s", "", match.group()) != label:
            continue
        before = [each for each in _TITLE_BEFORE.finditer(text, 0, match.start()) if _ends_at(text, each, match)]
        if before:
            return before[-1]["quoted"] or re.split(rf"将|把|{_FILL_IN}", before[-1]["named"])[-1].strip()
        behind = _TITLE_AFTER.match(text, match.end())
        if behind:
            return (behind["quoted"] or behind["named"] or behind["inner"]).strip()
    return ""


def _ends_at(text: str, title: re.Match[str], label: re.Match[str]) -> bool:
    """Tell whether nothing but 见 stands between a title and the label in brackets."""
    return re.fullmatch(_SEE, text[title.end() - 1 : label.start()]) is not None


def _listed(draft: Draft) -> list[Attachment]:
    """Read the list at the end of a notice: 附件：1. ... 2. ..."""
    found: list[Attachment] = []
    for block in _LISTED.finditer(draft.page.text):
        for entry in _ENTRY.finditer(block["list"]):
            start = block.start("list") + entry.start()
            quote = draft.page.quote(start, block.start("list") + entry.end())
            found.append(
                Attachment(f"附件{entry['n']}", _FILE_ENDING.sub("", entry["title"].strip("《》 ")), None, "", quote)
            )
    if not found and (single := _SINGLE.search(draft.page.text)):
        quote = draft.page.quote(*single.span())
        found.append(Attachment("附件", _FILE_ENDING.sub("", single["title"].strip("《》 ")), None, "", quote))
    return found


def _from_text(draft: Draft, attachment: Attachment) -> Attachment:
    """Take copies and route from a sentence that names an attachment by its title alone: 汇总表一式两份报 ..."""
    core = title_core(attachment.title)
    if attachment.copies is not None or attachment.route or len(core) < LEAST_TITLE:
        return attachment
    others = [title_core(each.title) for each in draft.attachments if each.label != attachment.label]
    ends = [core[place:] for place in range(len(core) - LEAST_END + 1)]
    ends = [end for end in ends if not any(other.endswith(end) for other in others)]
    for sentence in draft.outline.sentences:
        for segment in sentence.segments():
            named = next((match for end in ends if (match := _copied(end).search(segment.text))), None)
            if named and (copies := copies_in(segment.text[named.start() :])) is not None:
                return replace(attachment, copies=copies, route=route_in(segment.text), quote=draft.quote(sentence))
    return attachment


def _copied(title: str) -> re.Pattern[str]:
    """Match a title, or its last words, with a number of copies behind (申报书一式5份)."""
    return re.compile(
        rf"{re.escape(title)}》?(?:\([^()份]*\))?[^,，。;、\d]{{0,6}}[,，]?\(?(?:[一1]式|各|\d|[一二两三四五六]份)"
    )


def _from_own_pages(draft: Draft, attachment: Attachment) -> Attachment:
    """Take title and copies from the pages of the attachment itself, where the file holds them."""
    for part in draft.outline.parts:
        if part.level != 0 or re.sub(r"\s", "", part.path) != attachment.label:
            continue
        own = draft.page.text[part.body : part.end]
        lines = [own[start:end] for start, end in lines_of(own)]
        title = attachment.title or next((line for line in lines if 2 < len(line) <= MAX_TITLE), "")
        if attachment.copies is None:
            for sentence in draft.outline.within(part):
                if (copies := copies_in(sentence.text)) is not None:
                    return replace(attachment, title=title, copies=copies, quote=draft.quote(sentence))
        return replace(attachment, title=title)
    return attachment
