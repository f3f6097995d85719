"""What `duijie models distil` does; loaded only when it runs."""

from collections.abc import Sequence
from pathlib import Path

from models.artefacts import check_target
from service.cli.console import tell
from service.cli.progress import progress_of
from service.cli.reading_reports import tell_report
from service.cli.running import Machinery
from service.docking.distilling import distil_encoder, read_corpus
from service.settings import read_settings


def run(files: Sequence[Path], folder: Path, *, encoder: str | None) -> None:
    """Read the files, distil, write the folder, and say what was done."""
    check_target(folder)
    corpus = read_corpus(files)
    for report in corpus.reports:
        tell_report(report, shown_rows=read_settings().shown_rows, is_written=True)
    with progress_of("正在编码词语") as progress:
        made = distil_encoder(corpus, Machinery(encoder).choice, folder, progress=progress)
    tell(f"已写出 {folder}：{made.n_words:,} 个词，{made.dim} 维，编号 {made.id}。")
