"""A home with a folder of three notes, fetched once; every test has a copy of its own."""

import shutil
from pathlib import Path

import pytest

from fakes.typed import run

NOTES = {
    "tides": "The moon pulls the sea. High water came at 4:12 on Monday. Boats waited at the pier.",
    "bread": "Flour rises with yeast. The baker Anna Blum sells nine loaves a day.",
    "rate": "央行宣布利率下调。房贷在一月重新计算。",
}


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typed")
    notes = folder / "notes"
    notes.mkdir()
    for name, text in NOTES.items():
        (notes / f"{name}.md").write_text(f"# On {name}\n\n{text}", encoding="utf-8")
    for words in (("init",), ("add", str(notes), "--topic", "Notes"), ("fetch",)):
        assert run(folder / "home", *words)[0] == 0
    return folder / "home"


@pytest.fixture
def home(laid_out: Path, tmp_path: Path) -> Path:
    """A home that follows three notes under the topic Notes."""
    return Path(shutil.copytree(laid_out, tmp_path / "home"))
