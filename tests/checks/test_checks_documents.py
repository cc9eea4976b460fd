"""What the pages and examples of the ground floor print is what they say they print."""

import doctest
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["attention.md", "budget.md"])
def test_a_page_prints_what_it_says(page):
    failed, tried = doctest.testfile(str(ROOT / "docs" / page), module_relative=False)

    assert tried > 5
    assert failed == 0


@pytest.mark.parametrize(
    ("example", "prints"),
    [
        ("reading_day.py", "At most 40.9; a minute is worth 1.10 today"),
        ("reading_day.py", "A minute of the rule costs 0.40"),
        ("team_of_five.py", "minutes beyond an offer: 0"),
        ("softmax_dropin.py", "allocate [0.609 0.224 0.136 0.03 ] price 2.495"),
        ("softmax_dropin.py", "with plenty [0.881 0.731 0.622 0.269] price 0.0 slack"),
        ("attention_steps.py", "received by each word [1.486 0.757 0.757]"),
        ("attention_steps.py", "river  ██ 74     0 ░░ 26"),
    ],
)
def test_an_example_runs_and_prints_its_numbers(example, prints):
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", str(ROOT / "examples" / example)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.stderr == ""
    assert prints in ran.stdout


@pytest.mark.parametrize("name", ["budget.py", "market.py"])
def test_a_benchmark_runs_small_and_says_its_seed(name):
    ran = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / name), "--small"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "one thread, seed 0" in ran.stdout


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(find_spec("playwright") is None, reason="needs a browser")
def test_the_first_page_keeps_what_can_be_counted_within_its_budget():
    ran = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "budgets.py"), "--small"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "seed 0, the sample's home" in ran.stdout
