"""What the newest run over all needs found fitting, kept small beside the database for pages that must be quick."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from data.errors import WorkspaceError
from data.records.enums import Direction
from data.records.matches import MatchReport
from data.storage.workspace import Workspace

FILE_NAME: Final = "fits.json"
_EDITION: Final = 1


@dataclass(frozen=True, slots=True)
class Fits:
    """Which achievements fit which needs.

    Attributes:
        as_of: the day against which validity was checked; None where nobody has matched everything yet.
        of_needs: id of every need that was matched -> ids of its fitting achievements, best first; may be empty.
    """

    as_of: date | None = None
    of_needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def among(self, achievements: frozenset[str] | None) -> "Fits":
        """Return what fits if these achievements alone are looked at; all of it for None."""
        if achievements is None:
            return self
        kept = {need: tuple(each for each in found if each in achievements) for need, found in self.of_needs.items()}
        return Fits(self.as_of, kept)

    @property
    def of_achievements(self) -> dict[str, list[str]]:
        """Id of an achievement that fits any need -> ids of those needs, in the order they were matched."""
        turned: dict[str, list[str]] = {}
        for need, achievements in self.of_needs.items():
            for achievement in achievements:
                turned.setdefault(achievement, []).append(need)
        return turned


def keep_fits(workspace: Workspace, report: MatchReport) -> None:
    """Keep what a run over all needs found, in place of what an earlier one found; other runs are not kept.

    Raises:
        WorkspaceError: the folder takes no file.
    """
    if report.direction is not Direction.NEEDS:
        return
    found = {each.query_id: [match.achievement_id for match in each.matches if match.fits] for each in report.lists}
    content = {"edition": _EDITION, "as_of": report.as_of.isoformat(), "of_needs": found}
    path = workspace.folder / FILE_NAME
    part = path.with_name(f".duijie-{secrets.token_hex(8)}.part")
    try:
        part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise WorkspaceError(
            f"无法写入工作区文件夹：{error.strerror}。", remedy="请检查磁盘空间和权限后重试。"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def read_fits(workspace: Workspace) -> Fits:
    """Return what the newest run over all needs found; a file of another edition counts as none."""
    try:
        content = json.loads((workspace.folder / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Fits()
    if content["edition"] != _EDITION:
        return Fits()
    found = {need: tuple(achievements) for need, achievements in content["of_needs"].items()}
    return Fits(date.fromisoformat(content["as_of"]), found)
