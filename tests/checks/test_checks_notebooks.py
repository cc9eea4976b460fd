"""The notebooks run from top to bottom, offline; they are short and kept without outputs."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
RUN = """
import json, sys
names = {"__name__": "__main__"}
with open(sys.argv[1], encoding="utf-8") as file:
    cells = json.load(file)["cells"]
for number, cell in enumerate(cells):
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
print("every cell ran", "with torch" if "torch" in sys.modules else "without torch")
"""
"""A process of its own, as a notebook has: what a cell sets does not reach other tests."""

every = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def run(notebook):
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", RUN, str(notebook)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        check=False,
    )


def test_the_steps_hold_without_torch():
    ran = run(EXAMPLES / "attention_step_by_step.ipynb")

    assert ran.stderr == ""
    assert "received [1.486 0.757 0.757]" in ran.stdout
    assert ran.stdout.endswith("every cell ran without torch\n")


@pytest.mark.torch
@pytest.mark.skipif(find_spec("transformers") is None, reason="transformers is not installed")
def test_a_hugging_face_model_is_looked_into():
    ran = run(EXAMPLES / "inside_a_hugging_face_model.ipynb")

    assert ran.stderr == ""
    assert "head 4 looks at" in ran.stdout
    assert ran.stdout.endswith("every cell ran with torch\n")


def test_a_cell_that_does_not_hold_is_noticed(tmp_path):
    cell = {"cell_type": "code", "source": ["x = 1\n", "assert x == 2"]}
    broken = tmp_path / "broken.ipynb"
    broken.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")

    ran = run(broken)

    assert ran.returncode == 1
    assert 'File "cell 0", line 2' in ran.stderr


@every
def test_a_notebook_is_kept_without_what_it_printed(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]

    for cell in cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@every
def test_a_notebook_is_short_and_says_every_step_before_it_takes_it(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]

    assert len(cells) <= 25
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code"] * (len(cells) // 2)
    assert len({cell["id"] for cell in cells}) == len(cells)
