"""Ids of records, made where the file gives none, and rows that say the same twice."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ingest.report import Duplicate, Place, RowFault, Severity
from ingest.rows import Draft

HASH_BYTES: Final = 6
"""48 bits: among 300,000 records two different ones share an id with a chance of about 1 in 6,000; a suffix keeps
them apart even then."""


MADE_OF: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = MappingProxyType({
    "needs": ("N", ("title", "content", "enterprise")),
    "achievements": ("A", ("title", "content", "university")),
    "parties": ("P", ("name", "region")),
})
"""Kind of record -> first letter of the ids that are made, and the fields they are made of."""


def assign_ids(
    drafts: Sequence[Draft], *, prefix: str, identity: Sequence[str]
) -> tuple[list[tuple[str, Draft]], list[RowFault]]:
    """Give every draft its id: the file's own where there is one, else a hash of the identity fields.

    Ids of the file are taken first, so that a made id never takes one away. A given id that comes again costs the
    later row; the same content without id gets a suffix (-2, -3, ...).

    Args:
        drafts: in the order of the files.
        prefix: first letter of made ids.
        identity: fields the hash is made of.

    Returns:
        (id, draft) of the rows kept, in order, and the faults of the others.
    """
    first_place: dict[str, Place] = {}
    faults: list[RowFault] = []
    kept: list[tuple[str, Draft]] = []
    for draft in drafts:
        given = draft.values.get("id", "").strip()
        if given and given in first_place:
            reason = f"编号与{first_place[given]}重复"
            faults.append(draft.fault(Severity.REJECTED, reason, remedy="请改正编号后重新导入这一行", column="id"))
            continue
        if given:
            first_place[given] = draft.place
        kept.append((given, draft))
    return list(_filled(kept, taken=set(first_place), prefix=prefix, identity=identity)), faults


def _filled(
    kept: Sequence[tuple[str, Draft]], *, taken: set[str], prefix: str, identity: Sequence[str]
) -> Iterator[tuple[str, Draft]]:
    counts: dict[str, int] = {}
    for given, draft in kept:
        if given:
            yield given, draft
            continue
        made = content_id(prefix, [draft.values.get(name, "") for name in identity])
        count = counts.get(made, 0) + 1
        # Ids of the file may look like made ones; counting on from the last keeps many equal rows cheap.
        while (unique := made if count == 1 else f"{made}-{count}") in taken:
            count += 1
        counts[made] = count
        taken.add(unique)
        yield unique, draft


def content_id(prefix: str, texts: Sequence[str]) -> str:
    """Return a short id that depends on the texts alone."""
    digest = hashlib.blake2b("\x1f".join(texts).encode(), digest_size=HASH_BYTES)
    return prefix + digest.hexdigest()


def find_repeated_rows(drafts: Sequence[Draft]) -> list[Duplicate]:
    """Return the rows whose fields, apart from the id, equal those of an earlier row; empty ones do not count."""
    first: dict[tuple[tuple[str, str], ...], Place] = {}
    found: list[Duplicate] = []
    for draft in drafts:
        content = tuple(sorted((name, text) for name, text in draft.values.items() if name != "id" and text.strip()))
        if not content:
            continue
        earlier = first.setdefault(content, draft.place)
        if earlier is not draft.place:
            found.append(Duplicate(draft.place, earlier))
    return found
