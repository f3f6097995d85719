"""The installed command, started as a user starts it: from any folder, beside the scripts of other libraries."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("duijie")


@pytest.mark.e2e
@pytest.mark.skipif(not COMMAND.exists(), reason="the command is not installed in this environment")
def test_no_script_of_a_library_is_taken_for_a_package_of_ours(tmp_path: Path) -> None:
    done = subprocess.run([COMMAND, "models", "list"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, "e5" in done.stdout) == (0, True), done.stderr
