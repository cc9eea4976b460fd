"""Two sides of a trade from a TOML file. Reads no disk."""

import math
import tomllib
from collections.abc import Mapping
from typing import Any

from heed.errors import BadInput
from heed.types import KINDS, Kind, Side, Task


def sides(text: str) -> tuple[Side, Side]:
    """The two sides a file describes. Raises BadInput.

    Two tables `side`, each with `name`, its `minutes`, `cpu_s` and `bytes`, and tables `task` with
    `name`, `worth` in minutes, what each needs, and `measured` where both were.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The file of the two sides is not valid TOML: {error}.") from error
    found = table.get("side")
    if not isinstance(found, list) or len(found) != 2:
        raise BadInput("A trade has two sides; the file needs two tables [[side]].")
    one, other = (_side(row) for row in found)
    if one.name == other.name:
        raise BadInput(f"Both sides are called {one.name}; give one another name.")
    return one, other


def _side(row: Mapping[str, Any]) -> Side:
    name = str(row.get("name", "")).strip()
    if not name:
        raise BadInput("A side of a trade needs a name.")
    tasks = row.get("task", [])
    if not isinstance(tasks, list) or not all(isinstance(one, Mapping) for one in tasks):
        raise BadInput(f"The tasks of {name} are tables [[side.task]].")
    return Side(name, _amounts(row, name), tuple(_task(one, name) for one in tasks))


def _task(row: Mapping[str, Any], side: str) -> Task:
    name = str(row.get("name", "")).strip() or "a task"
    worth = _number(row.get("worth", 0.0), f"{side}, {name}")
    return Task(name, worth, _amounts(row, f"{side}, {name}"), row.get("measured") is True)


def _amounts(row: Mapping[str, Any], where: str) -> dict[Kind, float]:
    return {kind: _number(row.get(kind, 0.0), f"{where}, {kind}") for kind in KINDS}


def _number(value: Any, where: str) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    if not good or not 0 <= value < math.inf:
        raise BadInput(f"{where}: {value} is no number of 0 or more.")
    return float(value)
