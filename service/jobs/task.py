"""A job that runs, and what it works with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.records.jobs import Job
from data.storage.workspace import Workspace
from service.docking.job_running import JobWatch
from service.docking.jobs import EXPORTS
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Task:
    """A job that runs.

    Attributes:
        workspace: open.
        job: as it was begun.
        watch: what it reports to.
        settings: which encoder, segmenter and model.
    """

    workspace: Workspace
    job: Job
    watch: JobWatch
    settings: Settings

    @property
    def given(self) -> Mapping[str, Any]:
        """The job's parameters."""
        return self.job.asked.parameters

    def place(self, name: str) -> Path:
        """Return where a result file of that name belongs, its folder made."""
        folder = self.workspace.folder / EXPORTS / str(self.job.number)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / name

    def below(self, files: Sequence[Path]) -> list[str]:
        """Return paths as a result lists them: below the workspace folder."""
        return [path.relative_to(self.workspace.folder).as_posix() for path in files]
