"""The house from outside: what a clean process loads, and how fast it answers."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def loaded(snippet: str) -> set[str]:
    """Top-level modules in sys.modules after running the snippet in a fresh process."""
    code = f"import sys\n{snippet}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "snippet", ["import heed.web.app", "import heed.attention", "import heed.budget"]
)
def test_torch_is_not_loaded_by(snippet: str) -> None:
    assert "torch" not in loaded(snippet)


def test_an_edition_is_made_without_torch(tmp_path: Path) -> None:
    snippet = f"""
from pathlib import Path
from heed.actions import sample
from heed.actions.home import create_home, open_home
create_home(Path({str(tmp_path)!r}))
diet = open_home(Path({str(tmp_path)!r}))
sample.lay_out(diet)
assert diet.edition().slots
"""
    assert "torch" not in loaded(snippet)


def test_a_page_is_served_before_the_web_or_a_feed_can_be_read() -> None:
    late = {"httpx2", "feedparser", "trafilatura", "tokenizers", "babel"}

    assert not late & loaded("import heed.actions.home, heed.web.serve")


def test_help_loads_nothing_heavy() -> None:
    heavy = {"numpy", "sqlalchemy", "fastapi", "trafilatura", "babel", "highspy"}

    assert not heavy & loaded("from heed.cli import app")


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 0, done.stdout
