"""Who must hand something in by the words of a rule: regions by level, universities, holders of projects, alliances."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from data.records.alliances import AllianceStage
from data.records.deals import Deal, Stage
from data.records.enums import PartyKind
from data.records.ids import NoticeId
from data.records.reports import HandedIn
from data.records.rules import DueTerms, Rule
from data.records.scopes import Scope
from data.reference.regions import RegionLevel, codes_within, load_regions
from data.storage.workspace import Stores
from ingest.cleaning import fold
from ingest.parsing.regions import find_region
from service.docking.census.names import full_name, name_key, short_name
from service.docking.reports.gathering import groups_of
from service.docking.rules.finding import terms_of
from service.docking.visibility import lies_within


class Sort(StrEnum):
    """What the words of a rule ask: regions of a level or those next below, organisations, or an office itself."""

    PROVINCES = "provinces"
    CITIES = "cities"
    COUNTIES = "counties"
    NEXT = "next"
    UNIVERSITIES = "universities"
    HOLDERS = "holders"
    ALLIANCES = "alliances"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of a rule's unit.

    Attributes:
        sort: None where the words are not recognised.
        is_some: only those concerned ("各有关地级以上市"), which the words do not name.
    """

    words: str
    sort: Sort | None
    is_some: bool = False


@dataclass(frozen=True, slots=True)
class HandingUnit:
    """Who hands in: a region by its code, or an organisation by its name.

    Attributes:
        aliases: other names under which it may hand in.
    """

    name: str
    region_code: str
    is_region: bool
    aliases: tuple[str, ...] = ()

    def sent_among(self, lines: Mapping[str, Sequence[HandedIn]]) -> list[HandedIn]:
        """Return the lines that this unit sent: of a region its bureau alone, not whoever lies in it.

        Args:
            lines: of the ledger, by `name_key` of their units.

        Returns:
            Its own, in the order in which they were written.
        """
        if self.is_region:
            own = (each for some in lines.values() for each in some if self._is_bureau(each))
        else:
            keys = dict.fromkeys(name_key(each) for each in (self.name, *self.aliases))
            own = (each for key in keys for each in lines.get(key, ()))
        return sorted(own, key=lambda each: each.number)

    def _is_bureau(self, line: HandedIn) -> bool:
        is_there = line.region_code == self.region_code
        is_around = is_there or lies_within(self.region_code, line.region_code)
        return is_around and is_office(line.unit, self.region_code, is_there=is_there)


@dataclass(frozen=True, slots=True)
class Owing:
    """Who owes what a rule asks.

    Attributes:
        units: each once.
        unclear: words that do not tell who; "" where the rule names nobody.
        offices: single offices whose own task it is: nobody below them hands it in.
    """

    units: tuple[HandingUnit, ...] = ()
    unclear: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()


_PART: Final = re.compile(r"(?:[、,;/]|(?:以及|和|及|与)(?=各|有关|相关))(?![^(]*\))")
_BRACKETS: Final = re.compile(r"\([^)]*\)")
_SOME: Final = re.compile("有关|相关")
_BEFORE: Final = r"(?:请|由)?(?:全省|全市|本省|本市)?(?:各|每个|每|所有|所辖|下辖|有关|相关|级|个)*"
_MATTERS: Final = "(?:教育|体育|文化|经济|发展改革|工业|信息化|商务|知识产权|大数据|创新|行政|主管|管理|[和与])*"
_BUREAU: Final = (
    f"(?:人民政府|政府|{_MATTERS}(?:科技|科学技术|科工|产学研){_MATTERS}(?:局|厅|委员会|委|部门|办公室|办))?"
)
_REGIONS: Final = (
    ("(?:市县区|市县)", (Sort.CITIES, Sort.COUNTIES)),
    ("(?:县级市|县市区|县区市|县区|区县|县市|县|区|旗县|旗)", (Sort.COUNTIES,)),
    ("(?:地级以上市|地级市|设区的?市|省辖市|地州市|市州|州市|地市|盟市|市)", (Sort.CITIES,)),
    ("(?:省区市|省市|省)", (Sort.PROVINCES,)),
    ("(?:地区|地方|地)", (Sort.NEXT,)),
)
_SORTS: Final = (
    *((re.compile(f"{_BEFORE}{place}{_BUREAU}"), sorts) for place, sorts in _REGIONS),
    (re.compile(r".*承担.*"), (Sort.HOLDERS,)),
    (re.compile(r".*联盟(?:理事会|秘书处|办公室|牵头单位)?"), (Sort.ALLIANCES,)),
    (
        re.compile(r".*(?:高校|院校|高等学校|院所|科研机构|科研单位)(?:科技|科研|\(|\)|研|处|部门)*|各.*大学"),
        (Sort.UNIVERSITIES,),
    ),
)
"""The first of the patterns that a part of the unit fits wholly tells its sorts."""
_OFFICE: Final = re.compile(r"([本我省市])(?!.*(?:各|有关|相关)).*(?:办|办公室|厅|局|委|委员会|领导小组|组委会|组)")
_HELD_WORDS: Final = re.compile(r"承担(?:(\d{4})年)?[^,。;]{0,25}项目的?(?:单位|企业)|项目承担单位")
_HELD: Final = frozenset({Stage.CONTRACT, Stage.REGISTRATION, Stage.PERFORMANCE, Stage.ACCEPTANCE, Stage.DEEPENING})


def read_unit(unit: str, *, issuer: RegionLevel | None = None) -> tuple[Asked, ...]:
    """Read the words of a rule about who hands in.

    Args:
        unit: as the rule has it; blank where it does not say.
        issuer: whose notice it rests on; None unknown. "市科技局" is the issuer itself in a notice of a city, and what
            each city owes in another; one office of the province is nobody below it anywhere.

    Returns:
        Its parts, in order; of nothing one part that is not recognised.
    """
    plain = _plain(unit)
    parts = [each for each in _PART.split(plain) if each] or [""]
    return tuple(asked for part in parts for asked in _read_part(part, issuer))


def _read_part(part: str, issuer: RegionLevel | None) -> Iterable[Asked]:
    office = _OFFICE.fullmatch(part)
    if office is not None and (office[1] != "市" or issuer is RegionLevel.CITY):
        return [Asked(part, Sort.OFFICE)]
    outside = _BRACKETS.sub("", part)
    sorts = next((sorts for pattern, sorts in _SORTS if pattern.fullmatch(outside)), ())
    is_some = _SOME.search(part) is not None
    return [Asked(part, sort, is_some) for sort in sorts] or [Asked(part, None)]


@lru_cache(maxsize=65_536)
def is_office(name: str, region_code: str, *, is_there: bool = True) -> bool:
    """Tell whether a name is that of a region's government or science bureau: "涟水县", "涟水县科技局".

    Args:
        name: of a sender.
        region_code: of the region, known.
        is_there: the sender is known to lie in that very region: "涟水科技局" will do, which elsewhere names none.
    """
    region = load_regions()[region_code]
    city = load_regions().get(region.city)
    names = {full_name(region_code), region.name, f"{'' if city in {None, region} else city.name}{region.name}"}
    if is_there:
        names |= {each[:-1] for each in tuple(names) if len(region.name) > len("某县")}
    plain = _plain(name)
    return any(plain.startswith(each) and re.fullmatch(_BUREAU, plain.removeprefix(each)) for each in names)


def _plain(words: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", fold(words).text))


class Ledgers:
    """Who owes, for one region; what several rules ask alike is read once."""

    def __init__(self, stores: Stores, region_code: str) -> None:
        self._stores = stores
        self._region = region_code
        self._found: dict[tuple[Sort, str], tuple[HandingUnit, ...]] = {}

    def owing(self, rule: Rule) -> Owing:
        """Return who of the region owes what a deadline rule asks, as far as its words say.

        A notice may let a bureau collect what the holders of projects fill in: both owe it then, and of the bureaus
        that are "concerned" those in whose regions a holder is; where no holder is on file nobody can tell.
        """
        terms = terms_of(rule, DueTerms)
        asked = read_unit(terms.unit, issuer=self._issuers.get(rule.notice_id))
        held = _HELD_WORDS.search(_plain(f"{terms.unit}。{rule.quote.text}"))
        holders: tuple[HandingUnit, ...] = ()
        if held is not None or any(each.sort is Sort.HOLDERS for each in asked):
            holders = self._units(Sort.HOLDERS, (held and held[1]) or "")
        units: dict[HandingUnit, None] = {}
        unclear = [each.words for each in asked if each.sort is None and (each.words or held is None)]
        for each in asked:
            found = () if each.sort is None or each.sort is Sort.HOLDERS else self._units(each.sort)
            owing = [unit for unit in found if not each.is_some or _holds(unit, holders)]
            units |= dict.fromkeys(owing)
            if found and not owing:
                unclear.append(each.words)
        offices = tuple(each.words for each in asked if each.sort is Sort.OFFICE)
        return Owing((*units, *holders), tuple(dict.fromkeys(unclear)), offices)

    @cached_property
    def _issuers(self) -> dict[NoticeId | None, RegionLevel]:
        notices = (each.notice for each in self._stores.notices.all())
        found = {each.id: find_region(f"{each.issuer}{each.title}") for each in notices}
        return {number: region.level for number, region in found.items() if region is not None}

    def _units(self, sort: Sort, year: str = "") -> tuple[HandingUnit, ...]:
        if (sort, year) not in self._found:
            self._found[sort, year] = tuple(self._read(sort, year))
        return self._found[sort, year]

    def _read(self, sort: Sort, year: str) -> Iterable[HandingUnit]:
        if sort is Sort.HOLDERS:
            return self._holders(year)
        if sort is Sort.UNIVERSITIES:
            kinds = (PartyKind.UNIVERSITY, PartyKind.INSTITUTE)
            found = dict(self._stores.parties.places_of_kinds(kinds, Scope(region_code=self._region)))
            return [HandingUnit(name, found[name], is_region=False) for name in sorted(found)]
        if sort is Sort.ALLIANCES:
            return self._alliances()
        return [_region_unit(code, self._region) for code in _codes(sort, self._region)]

    def _alliances(self) -> list[HandingUnit]:
        """Return the registered alliances; the lead speaks for one where it leads no other."""
        owing = [
            each
            for each in sorted(self._stores.alliances.all(), key=lambda each: each.name)
            if each.stage is AllianceStage.REGISTERED and lies_within(each.region_code, self._region)
        ]
        led = Counter(each.lead for each in owing)
        return [
            HandingUnit(
                each.name,
                each.region_code,
                is_region=False,
                aliases=(f"{each.name}理事会", *((each.lead,) if led[each.lead] == 1 else ())),
            )
            for each in owing
        ]

    def _holders(self, year: str) -> list[HandingUnit]:
        deals = self._stores.deals.find(Scope(region_code=self._region))
        held = {each.enterprise: each.region_code for each in deals if each.enterprise and _is_held(each, year)}
        return [HandingUnit(name, held[name], is_region=False) for name in sorted(held)]


def _is_held(deal: Deal, year: str) -> bool:
    """Tell whether a deal is a project that somebody holds: by a contract, of a year where one is named."""
    return any(each.signed_on.year == int(year) for each in deal.contracts) if year else deal.stage in _HELD


def _holds(unit: HandingUnit, holders: Iterable[HandingUnit]) -> bool:
    return unit.is_region and any(lies_within(each.region_code, unit.region_code) for each in holders)


def _codes(sort: Sort, region_code: str) -> tuple[str, ...]:
    """Return the regions of a sort that are a region or lie in it; of a wider level none."""
    if sort is Sort.NEXT:
        return tuple(code for code, _ in groups_of(region_code))
    if sort is Sort.OFFICE:
        return ()
    region = load_regions()[region_code]
    level = {
        Sort.PROVINCES: RegionLevel.PROVINCE,
        Sort.CITIES: RegionLevel.CITY,
        Sort.COUNTIES: RegionLevel.COUNTY,
    }[sort]
    own = {
        RegionLevel.PROVINCE: region.province,
        RegionLevel.CITY: region.city,
        RegionLevel.COUNTY: region.county,
    }[level]
    if own:
        return (own,) if own == region_code else ()
    if level is RegionLevel.CITY:
        return tuple(code for code, _ in groups_of(region_code))
    regions = load_regions()
    return tuple(code for code in codes_within(region_code) if code in regions and regions[code].level is level)


def _region_unit(code: str, outer: str) -> HandingUnit:
    """Return a region as a unit; below a province with its city, for counties of several cities share a name."""
    return HandingUnit(full_name(code).removeprefix(full_name(outer)) or short_name(code), code, is_region=True)
