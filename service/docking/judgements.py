"""What a training learns from: judged pairs of files, and verdicts of the workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar

from data.errors import BadInputError
from data.records.achievements import Achievement
from data.records.ids import NeedId
from data.records.needs import Need
from data.records.pairs import Pair
from data.storage.workspace import Workspace
from ingest.batch import read_achievements, read_needs
from matcher.evaluation.evaluate import judged_pairs
from matcher.training.examples import JudgedSet
from models.artefacts import sha256_of
from service.docking.feedback import FeedbackPairs, Part, feedback_pairs
from service.docking.inputs import Inputs
from service.docking.pairs import FROZEN_COLUMN, PairTable

FEEDBACK_SET: Final = "工作区的判定"

Record = TypeVar("Record", Need, Achievement)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was trained on: what it holds, in Chinese, its name without the folder, and its SHA-256."""

    kind: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Judgements:
    """What is learned from, and what is kept for comparing models.

    Attributes:
        inputs: the records of all pairs below.
        sets: to learn from.
        frozen: verdicts on needs that no model is trained on; empty where verdicts are not asked for.
        n_withheld: pairs of the files that are left out because their need is one of these.
    """

    inputs: Inputs
    sets: tuple[JudgedSet, ...]
    frozen: tuple[Pair, ...] = ()
    n_withheld: int = 0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the workspace's verdicts say of relevance: what may be learned, and the fifth that is kept for checking."""

    training: FeedbackPairs
    frozen: FeedbackPairs

    @property
    def notes(self) -> tuple[str, ...]:
        """Chinese sentences: how many are used, and what becomes of the others."""
        pairs = self.training.pairs
        n_needs = len({pair.need_id for pair in pairs})
        return (f"采用工作区的判定 {len(pairs):,} 对（{n_needs:,} 项需求）。", *self.training.notes)

    @property
    def source(self) -> SourceFile:
        """What was learned, for the record; the checksum is that of the pairs with their levels, in order of ids."""
        lines = sorted(f"{pair.need_id}\t{pair.achievement_id}\t{pair.level}\n" for pair in self.training.pairs)
        return SourceFile("反馈", FEEDBACK_SET, sha256("".join(lines).encode()).hexdigest())


def read_verdicts(workspace: Workspace) -> Verdicts:
    """Return what the workspace's verdicts say of relevance."""
    return Verdicts(feedback_pairs(workspace, part=Part.TRAINING), feedback_pairs(workspace, part=Part.FROZEN))


def with_verdicts(inputs: Inputs, sets: Sequence[JudgedSet], verdicts: Verdicts) -> Judgements:
    """Put verdicts beside what files gave.

    Args:
        inputs: records of the files.
        sets: judged pairs of the files; those on a need that is kept for checking are left out.
        verdicts: of the workspace.

    Returns:
        All of it; `require_one_record` names the error.
    """
    both = (verdicts.training, verdicts.frozen)
    kept_back = {pair.need_id for pair in verdicts.frozen.pairs}
    own = [JudgedSet(one.name, tuple(pair for pair in one.pairs if pair.need_id not in kept_back)) for one in sets]
    n_withheld = sum(len(one.pairs) for one in sets) - sum(len(one.pairs) for one in own)
    return Judgements(
        inputs=Inputs(
            require_one_record([*inputs.needs, *(need for each in both for need in each.needs)]),
            require_one_record([*inputs.achievements, *(offer for each in both for offer in each.achievements)]),
            inputs.reports,
        ),
        sets=tuple(one for one in (*own, JudgedSet(FEEDBACK_SET, verdicts.training.pairs)) if one.pairs),
        frozen=verdicts.frozen.pairs,
        n_withheld=n_withheld,
    )


def require_one_record(records: Sequence[Record]) -> tuple[Record, ...]:
    """Return the records, each id once; an id of two different records is refused.

    Raises:
        BadInputError: a judgement would be taken for another record's.
    """
    seen: dict[str, Record] = {}
    for record in records:
        first = seen.setdefault(record.id, record)
        if (first.title, first.content) != (record.title, record.content):
            raise BadInputError(
                f"编号 {record.id} 在文件和工作区中是两条不同的记录，判定会张冠李戴。",
                remedy="请先把文件（和它的成对清单）中的编号改为不同的，如加上前缀。",
            )
    return tuple(seen.values())


def judged_sets(tables: Mapping[Path, PairTable]) -> tuple[JudgedSet, ...]:
    """Return the judged pairs of every file that may be trained on, a set a file.

    Args:
        tables: pairs files as read, by path. A need that one of them marks as frozen is left out of all.

    Returns:
        The sets in the order of the files; a file without any such pair gives none. Files of one name are told apart by
        their folder. `count_frozen` says how many pairs are left out.

    Raises:
        BadInputError: every need is frozen, or there is no level at all (see `judged_pairs`).
    """
    judged = judged_pairs([pair for table in tables.values() for pair in table.pairs])
    frozen = _frozen_needs(tables)
    if all(pair.need_id in frozen for pair in judged):
        raise BadInputError(
            f"成对清单中的 {len(judged):,} 对判定都属于留作检验的需求（{FROZEN_COLUMN} 为 1），没有可以用来训练的。",
            remedy="请用 duijie feedback export --pairs 重新导出可以训练的部分。",
        )
    names = _names(list(tables))
    sets = [
        JudgedSet(
            names[path], tuple(pair for pair in table.pairs if pair.level is not None and pair.need_id not in frozen)
        )
        for path, table in tables.items()
    ]
    return tuple(judged_set for judged_set in sets if judged_set.pairs)


def count_frozen(tables: Mapping[Path, PairTable]) -> int:
    """Return how many judged pairs `judged_sets` leaves out because the files mark their needs as frozen."""
    frozen = _frozen_needs(tables)
    pairs = [pair for table in tables.values() for pair in table.pairs]
    return sum(pair.level is not None and pair.need_id in frozen for pair in pairs)


def _frozen_needs(tables: Mapping[Path, PairTable]) -> frozenset[NeedId]:
    return frozenset(need_id for table in tables.values() for need_id in table.frozen_needs())


def require_distinct_ids(needs: Sequence[Path], achievements: Sequence[Path]) -> None:
    """Refuse files that use one id for different records: a judgement would be taken for another need's.

    Raises:
        BadInputError: two files do.
    """
    for paths, read in ((needs, read_needs), (achievements, read_achievements)):
        if len(paths) < 2:
            continue
        seen: dict[str, tuple[Path, str, str]] = {}
        for path in paths:
            for record in read([path]).records:
                first, title, content = seen.setdefault(record.id, (path, record.title, record.content))
                if (title, content) != (record.title, record.content):
                    raise BadInputError(
                        f"编号 {record.id} 在“{first}”和“{path}”中是两条不同的记录，判定会张冠李戴。",
                        remedy="请先把其中一个文件（和它的成对清单）的编号改为不同的，如加上前缀。",
                    )


def describe_sources(kind: str, paths: Sequence[Path]) -> list[SourceFile]:
    """Return the files of one kind with their checksums."""
    return [SourceFile(kind, path.name, sha256_of(path)) for path in paths]


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    plain = [path.name for path in paths]
    return {path: path.name if plain.count(path.name) == 1 else f"{path.parent.name}/{path.name}" for path in paths}
