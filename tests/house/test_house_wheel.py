"""The built wheel works by itself, with the source folder out of reach."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked into a folder of its own; what it needs is already here."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True, timeout=110)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)
    return folder / "site"


def run(installed: Path, *words: str) -> str:
    """`python -m heed` with the unpacked wheel first on the path, from outside the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, env=environment, cwd=installed
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_is_what_runs(installed: Path) -> None:
    where = run(installed, "-c", "import heed; print(heed.__file__)")

    assert Path(where.strip()).is_relative_to(installed)


def test_the_wheel_makes_an_edition_of_its_own_sample(installed: Path, tmp_path: Path) -> None:
    made = run(
        installed,
        "-c",
        "from pathlib import Path\n"
        "from heed.actions import sample\n"
        "from heed.actions.home import create_home, open_home\n"
        f"create_home(Path({str(tmp_path)!r}))\n"
        f"diet = open_home(Path({str(tmp_path)!r}))\n"
        "sample.lay_out(diet)\n"
        "print(len(diet.edition().slots))",
    )

    assert int(made) >= 5


def test_the_wheel_carries_pages_words_and_migrations(installed: Path) -> None:
    for path in ("web/templates/edition.html", "web/static/heed.css", "py.typed"):
        assert (installed / "heed" / path).is_file()
    assert list((installed / "heed" / "locale").rglob("heed.po"))
    assert list((installed / "heed" / "store" / "migrations").rglob("v0001*.py"))
