"""Reads the published benchmark format of business-to-business meeting scheduling (Bofill et al., JAIR 74, 2022)."""

from pathlib import Path
from typing import Final

from data.errors import FileReadError
from data.records.timetables import B2bInstance, B2bMeeting, Half
from service.docking.agenda.b2b_tokens import DataReader, Entry

_COUNTS: Final = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
_KNOWN: Final = {*_COUNTS, "requested", "meetingsxBusiness", "nMeetingsBusiness", "forbidden", "fixed", "precedences"}
_HALVES: Final = {1: Half.MORNING, 2: Half.AFTERNOON, 3: Half.ANY}


def read_b2b(path: Path) -> B2bInstance:
    """Read one instance.

    Args:
        path: a .dzn file; `forbidden`, `fixed` and `precedences` may be absent.

    Returns:
        The instance counted from 0; names the format does not know are listed in `ignored`.

    Raises:
        FileReadError: the file cannot be read, or something in it does not fit; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FileReadError(f"没有文件“{path}”。", remedy="请核对文件名和文件夹。") from error
    except OSError as error:
        raise FileReadError(f"无法读取“{path}”：{error.strerror}。", remedy="请检查是否为文件、有没有权限。") from error
    except UnicodeDecodeError as error:
        raise FileReadError(f"文件“{path}”不是 UTF-8 文字。", remedy="请另存为 UTF-8 后重试。") from error
    return _Builder(DataReader(path, text)).build()


class _Builder:
    """Turns the entries of a file into an instance, and refuses what contradicts itself."""

    def __init__(self, reader: DataReader) -> None:
        self._reader = reader
        self._entries = reader.read()
        self._counts = {name: self._count(name) for name in _COUNTS}

    def build(self) -> B2bInstance:
        counts = self._counts
        if counts["nMorningSlots"] > counts["nTotalSlots"]:
            raise self._fault("nMorningSlots", "上午的时段数多于总时段数")
        meetings = self._meetings()
        self._check_members(meetings)
        return B2bInstance(
            n_participants=counts["nBusiness"],
            n_tables=counts["nTables"],
            n_slots=counts["nTotalSlots"],
            n_morning_slots=counts["nMorningSlots"],
            meetings=meetings,
            forbidden=self._forbidden(),
            precedences=self._precedences(),
            ignored=tuple(name for name in self._entries if name not in _KNOWN),
        )

    def _meetings(self) -> tuple[B2bMeeting, ...]:
        rows = self._entry("requested").value
        fixed = self._fixed()
        if not isinstance(rows, list):
            raise self._fault("requested", "应为 [| … |] 的表")
        if len(rows) != self._counts["nMeetings"]:
            raise self._fault("requested", f"有 {len(rows)} 行，nMeetings 却是 {self._counts['nMeetings']}")
        return tuple(self._meeting(number, row, fixed[number - 1]) for number, row in enumerate(rows, start=1))

    def _meeting(self, number: int, row: object, fixed: int) -> B2bMeeting:
        if not isinstance(row, list) or len(row) != 3:
            raise self._fault("requested", f"第 {number} 次会面应有三个数：两位参加者和场次")
        first, second, half = row
        if not (1 <= first <= self._counts["nBusiness"] and 1 <= second <= self._counts["nBusiness"]):
            raise self._fault("requested", f"第 {number} 次会面的参加者不在 1 至 {self._counts['nBusiness']} 之间")
        if first == second:
            raise self._fault("requested", f"第 {number} 次会面的两位参加者相同")
        if half not in _HALVES:
            raise self._fault("requested", f"第 {number} 次会面的场次应为 1、2 或 3，实为 {half}")
        return B2bMeeting(first - 1, second - 1, _HALVES[half], fixed - 1 if fixed else None)

    def _fixed(self) -> list[int]:
        if "fixed" not in self._entries:
            return [0] * self._counts["nMeetings"]
        values = self._integers("fixed", self._counts["nMeetings"])
        if any(not 0 <= value <= self._counts["nTotalSlots"] for value in values):
            raise self._fault("fixed", f"时段应在 0 至 {self._counts['nTotalSlots']} 之间")
        return values

    def _forbidden(self) -> tuple[frozenset[int], ...]:
        if "forbidden" not in self._entries:
            return (frozenset(),) * self._counts["nBusiness"]
        sets = self._sets("forbidden", self._counts["nBusiness"], largest=self._counts["nTotalSlots"])
        return tuple(frozenset(slot - 1 for slot in each if slot) for each in sets)

    def _precedences(self) -> tuple[tuple[int, int], ...]:
        if "precedences" not in self._entries:
            return ()
        sets = self._sets("precedences", self._counts["nMeetings"], largest=self._counts["nMeetings"])
        return tuple((earlier - 1, later) for later, each in enumerate(sets) for earlier in sorted(each) if earlier)

    def _check_members(self, meetings: tuple[B2bMeeting, ...]) -> None:
        """Compare the two lists that repeat what `requested` says, where the file has them."""
        of: list[set[int]] = [set() for _ in range(self._counts["nBusiness"])]
        for number, meeting in enumerate(meetings, start=1):
            of[meeting.first].add(number)
            of[meeting.second].add(number)
        if "meetingsxBusiness" in self._entries:
            sets = self._sets("meetingsxBusiness", len(of), largest=len(meetings) + 1)
            for number, (told, own) in enumerate(zip(sets, of, strict=True), start=1):
                if {each - 1 for each in told} - {0} != own:
                    raise self._fault("meetingsxBusiness", f"第 {number} 位参加者的会面与 requested 不一致")
        if "nMeetingsBusiness" in self._entries:
            told_counts = self._integers("nMeetingsBusiness", len(of))
            for number, (count, own) in enumerate(zip(told_counts, of, strict=True), start=1):
                if count != len(own):
                    raise self._fault(
                        "nMeetingsBusiness", f"第 {number} 位参加者写着 {count} 次会面，requested 中有 {len(own)} 次"
                    )

    def _count(self, name: str) -> int:
        value = self._entry(name).value
        if not isinstance(value, int) or value < 0:
            raise self._fault(name, f"“{name}”应为不小于 0 的整数")
        return value

    def _integers(self, name: str, length: int) -> list[int]:
        values = self._list(name, length)
        numbers = [value for value in values if isinstance(value, int)]
        if len(numbers) != length:
            raise self._fault(name, f"“{name}”应为整数的列表")
        return numbers

    def _sets(self, name: str, length: int, *, largest: int) -> list[frozenset[int]]:
        values = self._list(name, length)
        sets = [value for value in values if isinstance(value, frozenset)]
        if len(sets) != length:
            raise self._fault(name, f"“{name}”应为集合的列表")
        for number, each in enumerate(sets, start=1):
            if any(not 0 <= value <= largest for value in each):
                raise self._fault(name, f"“{name}”的第 {number} 个集合中有不在 0 至 {largest} 之间的数")
        return sets

    def _list(self, name: str, length: int) -> list[int] | list[frozenset[int]] | list[list[int]]:
        values = self._entry(name).value
        if not isinstance(values, list) or len(values) != length:
            told = len(values) if isinstance(values, list) else 1
            raise self._fault(name, f"“{name}”应有 {length} 项，实有 {told} 项")
        return values

    def _entry(self, name: str) -> Entry:
        if name not in self._entries:
            raise self._reader.fault(1, f"缺少“{name}”")
        return self._entries[name]

    def _fault(self, name: str, what: str) -> FileReadError:
        return self._reader.fault(self._entries[name].line, what)
