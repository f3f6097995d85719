"""One worker at a time."""

from pathlib import Path

import pytest

from data.errors import WorkspaceError
from data.storage.lock import worker_lock


def test_the_lock_is_for_one_and_is_given_on(tmp_path: Path) -> None:
    with worker_lock(tmp_path), pytest.raises(WorkspaceError, match="请先停止那个服务"), worker_lock(tmp_path):
        pass
    with worker_lock(tmp_path):
        pass


def test_an_error_of_whoever_holds_it_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(KeyError), worker_lock(tmp_path):
        raise KeyError
