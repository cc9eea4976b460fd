"""The benchmark of smaller and earlier nets runs, and says what it ran on."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn")
pytestmark = [pytest.mark.torch, pytest.mark.slow]
SCRIPT = Path(__file__).parents[2] / "benchmarks" / "compress.py"


def test_a_benchmark_of_small_nets_names_its_seed_and_its_rival():
    ran = subprocess.run(
        [sys.executable, "-W", "error", str(SCRIPT), "--small"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "one thread, seed 0" in ran.stdout
    assert "at random, mean of 2 draws" in ran.stdout
