"""The outline of a report: its heading, its lists and their cards, in the order in which every format shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data.records.achievements import Achievement
from data.records.enums import Direction, Level
from data.records.ids import AchievementId, NeedId
from data.records.matches import Match, MatchList, MatchReport
from data.records.needs import Need
from matcher.partners import Partner, group_partners
from matcher.phrases import NO_MATCH
from service.exports import phrases
from service.exports.card import EvidenceCard, RecordView, build_card, view_record
from service.exports.masking import Masks, RecordTexts, printable


@dataclass(frozen=True, slots=True)
class ListView:
    """The candidates of one query record.

    Attributes:
        number: from 1, in the order of the input.
        query: the record the list was made for, unmarked.
        note: a sentence about the list; for an empty list it begins with "没有合适的匹配".
        matches: candidates above 无相关, those a person recommended first, then best first.
        nearest: what was nearest where there is no such candidate.
        has_fit: whether the best candidate is at least 较强相关, or one is recommended by a person.
    """

    number: int
    query: RecordView
    note: str
    matches: tuple[Match, ...]
    nearest: tuple[Match, ...]
    has_fit: bool

    @property
    def found(self) -> bool:
        """Is there any candidate above 无相关?"""
        return bool(self.matches)

    @property
    def worthwhile(self) -> tuple[Match, ...]:
        """The candidates to arrange a meeting for."""
        return tuple(match for match in self.matches if match.fits)

    @property
    def shown(self) -> tuple[Match, ...]:
        """Every candidate, what fitted before what was only nearest."""
        return self.matches + self.nearest


class Outline:
    """A report made ready for drawing.

    Cards are built when asked for, one after the other: a province's list has ten thousand of them.

    Attributes:
        texts: masked texts of the records.
        lists: one a query record, in the order of the input.
        query_word: what lists are made for: "技术需求" or "科技成果".
        candidate_word: what they list.
        as_of: "2026年11月22日".
        model: id of encoder and ranker.
        notes: sentences on what was left out.
        totals: one sentence on what was found.
        title: what the file is called.
        company: the company a shortlist is for, masked; "" for a general result.
        is_shortlist: whether it is made for one company, who has no use for the office's notes on reading other rows.
    """

    def __init__(self, report: MatchReport, masks: Masks) -> None:
        self._report = report
        self.texts = RecordTexts(masks)
        self.lists = tuple(self._list_view(number, each) for number, each in enumerate(report.lists, start=1))
        self.query_word = phrases.QUERY_WORD[report.direction]
        self.candidate_word = phrases.CANDIDATE_WORD[report.direction]
        self.as_of = f"{report.as_of.year}年{report.as_of.month}月{report.as_of.day}日"
        self.model = printable(report.model)
        self.notes = tuple(printable(self.texts.free(note)) for note in report.notes)
        self.totals = self._totals()
        self.is_shortlist = bool(report.company)
        self.company = printable(self.texts.free(report.company))
        self.title = phrases.REPORT_TITLE
        if self.company:
            self.title = phrases.SHORTLIST_TITLE.format(company=self.company)

    @property
    def direction(self) -> Direction:
        """For whom candidates are listed."""
        return self._report.direction

    @property
    def owner_header(self) -> str:
        """What the owner of a query record is called."""
        return phrases.OWNER_HEADER[self.direction]

    @property
    def n_candidates(self) -> int:
        """How many records were looked through for candidates."""
        return len(self._report.achievements if self.direction is Direction.NEEDS else self._report.needs)

    @property
    def n_cards(self) -> int:
        """How many cards the whole report has, nearest candidates included."""
        return sum(len(each.matches) + len(each.nearest) for each in self.lists)

    @property
    def unmatched(self) -> tuple[ListView, ...]:
        """The lists in which nothing fitted; some still have weak candidates."""
        return tuple(each for each in self.lists if not each.has_fit)

    def cards(self, view: ListView) -> Iterator[EvidenceCard]:
        """Build the cards of one list, what fitted before what was only nearest.

        Args:
            view: one of `lists`.

        Yields:
            The cards, best first.
        """
        for match in view.shown:
            yield self.card(view, match)

    def card(self, view: ListView, match: Match) -> EvidenceCard:
        """Build the card of one match of a list."""
        return build_card(
            match,
            need=self._report.needs[match.need_id],
            achievement=self._report.achievements[match.achievement_id],
            texts=self.texts,
            anchor=f"{view.number}-{match.rank}",
            is_nearest=not view.found,
        )

    def offered(self, match: Match) -> RecordView:
        """Return the side of a match that its list offers, unmarked."""
        if self.direction is Direction.NEEDS:
            return view_record(self._report.achievements[match.achievement_id], texts=self.texts)
        return view_record(self._report.needs[match.need_id], texts=self.texts)

    def best_sentence(self, match: Match) -> str:
        """Return the achievement's words that are nearest to the need's, masked; the summary where none are near."""
        best = max(match.passages, key=lambda pair: pair.similarity, default=None)
        need, achievement = self._report.needs[match.need_id], self._report.achievements[match.achievement_id]
        if best is None:
            return printable(self.texts.said_of(match.summary, need, achievement))
        return printable(self.texts.quote(achievement, best.achievement))

    def partners(self, *, least: Level = Level.FAIR) -> tuple[Partner, ...]:
        """Return the universities and teams behind the candidates of at least a level, best first."""
        return group_partners(self._report.lists, self._report.achievements, least=least)

    def candidate(self, card: EvidenceCard) -> RecordView:
        """Return the side of a card that its list offers."""
        return card.achievement if self._report.direction is Direction.NEEDS else card.need

    def candidates(self) -> Iterator[RecordView]:
        """Find every record that some list offers, each once, in the order of the input.

        Yields:
            Its view, unmarked.
        """
        is_needs = self._report.direction is Direction.NEEDS
        matches = (match for each in self.lists for match in each.matches + each.nearest)
        shown: set[str] = {match.achievement_id if is_needs else match.need_id for match in matches}
        records: Iterable[Need | Achievement] = (
            self._report.achievements.values() if is_needs else self._report.needs.values()
        )
        for record in records:
            if record.id in shown:
                yield view_record(record, texts=self.texts)

    def _list_view(self, number: int, each: MatchList) -> ListView:
        note = printable(self.texts.free(each.note))
        if not each.matches and NO_MATCH not in note:
            note = f"{NO_MATCH}。{note}"
        return ListView(
            number=number,
            query=view_record(self._query(each), texts=self.texts),
            note=note,
            matches=each.matches,
            nearest=() if each.matches else each.nearest,
            has_fit=any(match.fits for match in each.matches),
        )

    def _query(self, each: MatchList) -> Need | Achievement:
        # The direction says which kind of id the list carries; the union type cannot.
        if self._report.direction is Direction.NEEDS:
            return self._report.needs[NeedId(each.query_id)]
        return self._report.achievements[AchievementId(each.query_id)]

    def _totals(self) -> str:
        if not self.lists:
            return phrases.EMPTY_REPORT
        n_fit = sum(each.has_fit for each in self.lists)
        n_weak = sum(each.found for each in self.lists) - n_fit
        n_matches = sum(len(each.matches) for each in self.lists)
        weak = f"（其中{n_weak}项列出弱相关的候选供参考）" if n_weak else ""
        return (
            f"共有{self.query_word}{len(self.lists)}项，其中{n_fit}项有合适的{self.candidate_word}（较强相关或强相关），"
            f"{len(self.lists) - n_fit}项没有合适的匹配{weak}；"
            f"共列出候选{n_matches}条。"
        )
