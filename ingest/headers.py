"""Which column is which field: header names folded, looked up in the synonym table, and mapped once."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from data.errors import HeaderError
from data.reference.headers import load_header_synonyms
from ingest.cleaning import fold

PARENT_MARK: Final = "|"
"""Joins the two names of a two-row header, as in 联系人|姓名."""

JOINED: Final = {"contact": " ", "region": ""}
"""Fields that several columns may fill together (联系人 + 电话, 省 + 市 + 县), and what stands between their values."""

MONEY_FIELDS: Final = frozenset({"budget", "price", "revenue"})
YEARLY_FIELDS: Final = frozenset({"revenue"})
"""Money of one year, which headers name with it."""

_NO_YEAR: Final = 2100
_TIERS_A_YEAR: Final = 10
"""More than the synonym table has tiers: a later year comes before a more usual wording."""

SERIAL: Final = "serial"
"""A running number: kept in `extra`, never an id, since every sheet counts from 1."""

MAX_HEADER_LENGTH: Final = 60
"""A longer cell is a sentence, not a header."""

GIVEN_TIER: Final = 0
"""What a person said of a header comes before every tier of the synonym table."""

NOTHING_GIVEN: Final[Mapping[str, str]] = MappingProxyType({})

MAX_REMEMBERED: Final = 10_000
"""Cells whose meaning is remembered: in search of a form every short cell is asked, and a service runs for months."""

TOGETHER: Final = re.compile(r"[/、,，;；+&|\\]|及|和|与")
"""Between what one column is said to hold."""
_OF_PEOPLE: Final = frozenset({"姓名", "名字", "职务", "职称", "部门"})
"""What stands in a column of contacts, but is none where it stands alone."""

UNIT: Final = re.compile(r"[/:,、]?(?:单位[:]?)?(?:人民币)?(元|千元|万元|百万元|千万元|亿元|万|亿)$")
PERIOD: Final = re.compile(
    r"^(?:((?:19|20)\d{2})年?|上一?年|去年|本年|全年)度?(?:0?1月?(?:至|到|~)?12月)?(?:全年)?(?:的)?(?:企业)?"
)
"""In what year money was earned, before what it is called: 2025年主营业务收入, 2025年1-12月销售收入."""

NUMBERING: Final = re.compile(r"^(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:\)?[.、]|\)))+")
BRACKETS: Final = re.compile(r"[(\[{【<《](.*?)[)\]}】>》]")


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One of the tables the plain form knows (design, section 4).

    Attributes:
        name: as in the synonym table.
        label: Chinese noun for messages.
        required: groups of fields; a header must have one of each group.
    """

    name: str
    label: str
    required: tuple[tuple[str, ...], ...]


NEEDS: Final = TableSpec("needs", "需求", required=(("title", "content"),))
ACHIEVEMENTS: Final = TableSpec("achievements", "成果", required=(("title", "content"),))
PARTIES: Final = TableSpec("parties", "单位", required=(("name",),))
REGISTER: Final = TableSpec("register", "企业名册", required=(("name",),))
PAIRS: Final = TableSpec("pairs", "配对", required=(("need_id",), ("achievement_id",)))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a header says: a field, how directly (tier 1 is best), and the unit it states ("万元" or "")."""

    field: str
    tier: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What the columns of one table mean.

    Attributes:
        names: headers as written, "" where a column has none.
        fields: field -> its columns from left to right; more than one only for `JOINED` fields.
        extras: column -> key in `extra`, unique.
        units: money field -> unit its header states.
        notes: Chinese sentences about columns that lost their field to a better one: (header, sentence).
    """

    names: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]
    extras: Mapping[int, str]
    units: Mapping[str, str]
    notes: tuple[tuple[str, str], ...] = ()


def fold_header(header: str) -> str:
    """Return a header in simplified half-width lower case, without blanks, numbering, marks of duty or end colon."""
    # NFKC again: folding keeps what would change a number (①), and headers are not read for numbers.
    text = unicodedata.normalize("NFKC", fold(header).text)
    text = re.sub(r"[\s_\-*★☆※·]+", "", text).lower()
    return NUMBERING.sub("", text).strip(":;,.、。|'\"“”")


class Vocabulary:
    """The wordings of one table's columns."""

    def __init__(self, spec: TableSpec, given: Mapping[str, str] = NOTHING_GIVEN) -> None:
        """Take a table and what a person said of its headers.

        Args:
            spec: the table.
            given: header as written -> field, or "" for none; counts before every wording that is known.
        """
        self.spec = spec
        self._given = given
        self._claims: dict[str, Claim] = {}
        self._wordings: dict[str, list[str]] = {}
        for synonym in load_header_synonyms():
            if synonym.table == spec.name:
                self._claims.setdefault(fold_header(synonym.synonym), Claim(synonym.field, synonym.tier))
                self._wordings.setdefault(synonym.field, []).append(synonym.synonym)
        self._found: dict[str, Claim | None] = {}

    def find(self, header: str) -> Claim | None:
        """Return the field a header names, None if none is known.

        Of a two-row name 甲|乙 the whole (甲乙) is tried first, then 乙; 甲 alone counts for joined fields only.
        """
        if header in self._given:
            return self._claim_given(header)
        if len(header) > MAX_HEADER_LENGTH:
            return None
        if header not in self._found:
            if len(self._found) >= MAX_REMEMBERED:
                self._found.clear()
            self._found[header] = self._look_up(header)
        return self._found[header]

    def _claim_given(self, header: str) -> Claim | None:
        field = self._given[header]
        folded = fold_header(header)
        stated = "".join(BRACKETS.findall(folded)) or folded
        return self._with_unit(Claim(field, GIVEN_TIER), stated) if field else None

    def _look_up(self, header: str) -> Claim | None:
        parent, mark, child = header.partition(PARENT_MARK)
        if not mark:
            return self._look_up_folded(fold_header(header))
        claim = self._look_up_folded(fold_header(parent + child)) or self._look_up_folded(fold_header(child))
        if claim is None:
            above = self._look_up_folded(fold_header(parent))
            claim = above if above and above.field in JOINED else None
        return claim

    def _look_up_folded(self, folded: str) -> Claim | None:
        plain = BRACKETS.sub("", folded).strip(":;,.、")
        for wording in (folded, plain, folded.strip("【】[]《》<>")):
            if wording in self._claims:
                return self._with_unit(self._claims[wording], "".join(BRACKETS.findall(folded)))
        bare = UNIT.sub("", plain)
        if bare != plain and bare in self._claims:
            claim = self._claims[bare]
            return self._with_unit(claim, plain[len(bare) :]) if claim.field in MONEY_FIELDS else None
        return self._look_up_together(plain) or self._look_up_yearly(folded)

    def _look_up_together(self, plain: str) -> Claim | None:
        """Return the way to reach somebody that several wordings name at once: 联系人/手机, 姓名、电话."""
        parts = [part for part in TOGETHER.split(plain) if part]
        claims = [self._claims.get(part) for part in parts]
        of_contact = [claim for claim in claims if claim is not None and claim.field == "contact"]
        is_told = (
            len(parts) > 1
            and of_contact
            and all(claim in of_contact or part in _OF_PEOPLE for part, claim in zip(parts, claims, strict=True))
        )
        return max(of_contact, key=lambda claim: claim.tier) if is_told else None

    def _look_up_yearly(self, folded: str) -> Claim | None:
        """Return the revenue of a year that a header names; of several years the latest has the first right."""
        period = PERIOD.match(folded)
        claim = self._look_up_folded(folded[period.end() :]) if period else None
        if period is None or claim is None or claim.field not in YEARLY_FIELDS:
            return None
        return Claim(claim.field, claim.tier + _TIERS_A_YEAR * (_NO_YEAR - int(period[1] or _NO_YEAR)), claim.unit)

    @staticmethod
    def _with_unit(claim: Claim, text: str) -> Claim:
        unit = UNIT.search(text) if claim.field in MONEY_FIELDS else None
        return Claim(claim.field, claim.tier, unit[1]) if unit else claim

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field a column can be, in the order of the synonym table."""
        return tuple(field for field in self._wordings if field != SERIAL)

    def examples(self, field: str) -> list[str]:
        """Return every known wording of a field, the usual ones first."""
        return self._wordings.get(field, [field])

    def usual(self, field: str) -> list[str]:
        """Return the three most usual Chinese wordings of a field."""
        return [wording for wording in self.examples(field) if not wording.isascii()][:3]

    def label(self, field: str) -> str:
        """Return the usual Chinese wording of a field."""
        return self.usual(field)[0]

    def fits(self, fields: Iterable[str]) -> bool:
        """Return whether these fields hold one of each required group."""
        known = set(fields)
        return all(known.intersection(group) for group in self.spec.required)


@cache
def vocabulary_of(spec: TableSpec) -> Vocabulary:
    """Return the vocabulary of a table, built once."""
    return Vocabulary(spec)


def vocabulary_with(spec: TableSpec, given: Mapping[str, str]) -> Vocabulary:
    """Return the vocabulary of a table in which a person's word on headers counts first, see `Vocabulary`."""
    return Vocabulary(spec, given) if given else vocabulary_of(spec)


def map_columns(names: Sequence[str], vocabulary: Vocabulary, place: str) -> ColumnMap:
    """Return to which field, or to `extra`, every column goes.

    Where several columns claim a field the lowest tier wins and the others go to `extra` with a note.

    Args:
        names: headers as written, one a column.
        vocabulary: of the table that is read.
        place: file and sheet in Chinese, for the message.

    Raises:
        HeaderError: two columns have equal right to a field that only one can fill.
    """
    claims: dict[str, list[tuple[int, Claim]]] = {}
    for column, name in enumerate(names):
        claim = vocabulary.find(name)
        if claim and claim.field != SERIAL:
            claims.setdefault(claim.field, []).append((column, claim))
    fields: dict[str, tuple[int, ...]] = {}
    units: dict[str, str] = {}
    notes: list[tuple[str, str]] = []
    for field, claimants in claims.items():
        best = min(claim.tier for _, claim in claimants)
        winners = [(column, claim) for column, claim in claimants if claim.tier == best]
        if field not in JOINED and len(winners) > 1:
            message, remedy = _ambiguity([names[column] for column, _ in winners], vocabulary.label(field))
            raise HeaderError(f"{place}{message}", remedy=remedy)
        columns = [column for column, _ in (claimants if field == "contact" else winners)]
        fields[field] = tuple(columns)
        if winners[0][1].unit:
            units[field] = winners[0][1].unit
        notes.extend(
            (names[column], f"与“{names[columns[0]]}”列含义相近，以后者为准，此列保留在附加信息里")
            for column, _ in claimants
            if column not in columns
        )
    taken = {column for columns in fields.values() for column in columns}
    return ColumnMap(tuple(names), fields, _extra_keys(names, taken), units, tuple(notes))


def _extra_keys(names: Sequence[str], taken: set[int]) -> dict[int, str]:
    """Return names for the columns left over: as written, "第3列" without header, "备注_2" where one comes again."""
    keys: dict[int, str] = {}
    used: set[str] = set()
    for column, name in enumerate(names):
        if column in taken:
            continue
        wanted = name.strip() or f"第{column + 1}列"
        key, count = wanted, 1
        while key in used:
            count += 1
            key = f"{wanted}_{count}"
        used.add(key)
        keys[column] = key
    return keys


def _ambiguity(names: list[str], label: str) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    listed = "、".join(f"“{name}”" for name in names)
    return (
        f"有{len(names)}列都可作为“{label}”：{listed}，无法判断用哪一列。",
        f"请只保留一列名为“{label}”，其余改成别的名称。",
    )


def missing_columns(found: Sequence[str], vocabulary: Vocabulary, place: str) -> tuple[str, str]:
    """Return what to say of a table without the columns we need: those found and wanted, and the nearest."""
    spec = vocabulary.spec
    wanted = "，以及".join(
        "或".join(f"“{'/'.join(vocabulary.usual(field))}”" for field in group) for group in spec.required
    )
    shown = [name.strip() for name in found if _may_be_shown(name)]
    columns = "、".join(f"“{name}”" for name in shown) if shown else "（没有可辨认的列名）"
    known = {wording: wording for group in spec.required for field in group for wording in vocabulary.examples(field)}
    hints = []
    for name in shown:
        near = difflib.get_close_matches(fold_header(name), known, n=1, cutoff=0.5)
        if near and vocabulary.find(name) is None:
            hints.append(f"“{name}”是否应为“{near[0]}”？")
    return (
        f"{place}没有找到{spec.label}表的表头：需要{wanted}列，找到的是{columns}。",
        f"请在表头中使用这些列名之一后重新导入。{''.join(hints)}",
    )


def _may_be_shown(name: str) -> bool:
    """Return whether a cell looks like a header and not like data: short, no long number, no address."""
    return 0 < len(name.strip()) <= MAX_HEADER_LENGTH // 2 and not re.search(r"\d{5,}|@", name)
