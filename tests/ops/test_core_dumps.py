"""No serving process leaves its memory in a file."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.processes import ROOT, running

PR_GET_DUMPABLE = 3


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has prctl.")
def test_a_process_whose_core_is_not_dumped_says_so() -> None:
    code = (
        "import ctypes; from bot.ops.core_dumps import forbid_core_dumps;"
        f" dumpable = lambda: ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0);"
        " before = dumpable(); forbid_core_dumps(); print(before, dumpable())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "0"]


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has /proc.")
@pytest.mark.parametrize("command", [("serve", "--no-worker"), ("work", "--port", "0")])
def test_serving_processes_dump_no_core(tmp_path: Path, command: tuple[str, ...]) -> None:
    with running(*command, DATA=str(tmp_path / "data")) as accord:
        accord.port()
        limits = Path(f"/proc/{accord.process.pid}/limits").read_text().splitlines()
    (core,) = [line.split()[4:6] for line in limits if line.startswith("Max core file size")]
    assert core == ["0", "0"]
