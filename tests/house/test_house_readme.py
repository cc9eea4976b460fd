"""The READMEs tell the truth: their lines print what they say, their files and commands exist."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


@pytest.mark.parametrize("name", READMES)
def test_the_ten_lines_print_what_they_say(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    (block,) = re.findall(r"```pycon\n(.*?)```", text, re.S)
    examples = doctest.DocTestParser().get_doctest(block, {}, name, name, 0)
    runner = doctest.DocTestRunner()
    runner.run(examples)

    assert len(examples.examples) == 9
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("name", READMES)
def test_every_link_and_picture_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [one for one in re.findall(r"\]\(([^)]+)\)", text) if "://" not in one]

    assert links
    assert [one for one in links if not (ROOT / one).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_one(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`heed (\w+)", text)) - {"lab"}
    told = subprocess.run(
        [sys.executable, "-m", "heed", "--help"], capture_output=True, text=True, check=True
    ).stdout

    assert named >= {"add", "edition", "fetch", "ledger", "verdict"}
    assert [one for one in named if f"\n  {one} " not in told] == []


@pytest.mark.parametrize("name", READMES)
def test_nothing_is_left_to_be_filled_in(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    left = set(re.findall(r"\b[A-Z]{3,}_[A-Z_]+\b|\bMEASURED\b|TODO", text))
    assert left <= {"TORCH_INDEX", "HEED_DATA", "HEED_HOME"}


@pytest.mark.parametrize("name", READMES)
def test_a_readme_stays_short(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").count("\n") <= 150
