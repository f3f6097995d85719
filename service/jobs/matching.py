"""Jobs that need the language machinery, which takes seconds to load: index and match."""

from contextlib import nullcontext
from dataclasses import replace
from functools import partial

from data.errors import ArtefactError, WorkspaceError
from service.docking.feedback import book_of
from service.docking.fits import keep_fits
from service.docking.inputs import Inputs
from service.docking.job_running import Outcome
from service.docking.jobs import order_of
from service.docking.language import LanguageChoice, open_language, open_model
from service.docking.loading import refresh_indexes
from service.docking.matching import build_matcher, match_inputs
from service.docking.workspace import stored_records
from service.exports.writer import write_matches
from service.jobs.task import Task


def run_index(task: Task) -> Outcome:
    """Bring the indexes of both sides up to the records; what has not changed is not read again.

    Raises:
        WorkspaceError: it holds nothing to index.
    """
    needs, achievements = stored_records(task.workspace)
    if not needs and not achievements:
        raise WorkspaceError("工作区还没有需求和成果。", remedy="请先导入。")
    task.watch.begin("正在载入语言模型")
    choice = _choice(task).upon(open_model(task.settings.model))
    plain = open_language(choice, needs=needs, achievements=achievements)
    update = partial(
        refresh_indexes,
        task.workspace,
        choice,
        plain,
        watch=lambda side: nullcontext(task.watch.begin(f"正在编码{side.label}")),
    )
    try:
        own, other = update()
    except ArtefactError:  # damaged where only following reads it
        own, other = update(is_rebuilt=True)
    n_fresh = own.n_fresh + other.n_fresh
    message = f"已建立检索索引：需求 {own.n_records:,} 条，成果 {other.n_records:,} 条，其中新读入 {n_fresh:,} 条。"
    return message, {"n_needs": own.n_records, "n_achievements": other.n_records, "n_fresh": n_fresh}


def run_match(task: Task) -> Outcome:
    """Match all needs with all achievements and write the lists.

    Raises:
        WorkspaceError: one side is empty.
    """
    needs, achievements = stored_records(task.workspace)
    if not needs or not achievements:
        raise WorkspaceError("工作区还没有需求或成果，无法匹配。", remedy="请先导入需求和成果。")
    order = order_of(task.job)
    inputs = Inputs(tuple(needs), tuple(achievements))
    model = open_model(task.settings.model)
    matcher = build_matcher(inputs, _choice(task), model, progress=task.watch.begin("正在编码文本"))
    judged = replace(matcher, feedback=book_of(task.workspace, include_rejected=order.include_rejected))
    report = match_inputs(
        judged, inputs, order.direction, top=order.top, as_of=order.as_of, progress=task.watch.begin("正在匹配")
    )
    task.watch.begin("正在写出结果")
    files = [task.place(f"matches.{ending}") for ending in order.endings]
    for path in files:
        write_matches(report, path)
    keep_fits(task.workspace, report)
    n_lists = sum(bool(each.matches) for each in report.lists)
    message = f"匹配完成：{len(report.lists):,} 份名单中 {n_lists:,} 份有候选。"
    return message, {"files": task.below(files), "n_lists": len(report.lists), "n_with_candidates": n_lists}


def _choice(task: Task) -> LanguageChoice:
    settings = task.settings
    return LanguageChoice(encoder=settings.encoder, segmenter=settings.segmenter, cache_dir=settings.cache_dir)
