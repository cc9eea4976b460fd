"""A reader's price file, TOML or CSV, as prices. Reads no disk."""

import csv
import io
import math
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from heed.errors import BadInput
from heed.types import COUNTS, PriceName, Prices

PRICES: tuple[PriceName, ...] = get_args(PriceName)
OWN = (*PRICES, "uses", "trainings")
"""What an application may have of its own."""


def parse(text: str, *, csv_file: bool = False) -> Prices:
    """The prices a file says. Raises BadInput naming what cannot be used.

    TOML: `currency`, and the tables `price`, `counted` and `application.NAME`. CSV: two columns,
    the same names with dots (`price.hour`) and their amounts; a first line of titles is skipped.
    """
    return made(dict(_csv_rows(text) if csv_file else _flat(_toml(text))))


def made(rows: Mapping[str, Any]) -> Prices:
    """Prices of dotted names and amounts. Raises BadInput."""
    price: dict[PriceName, float] = {}
    counted: dict[str, float] = {}
    own: dict[str, dict[str, float]] = {}
    currency = ""
    for name, value in rows.items():
        parts = name.split(".")
        if name == "currency":
            currency = str(value).strip()[:8]
        elif parts[0] == "price" and len(parts) == 2 and parts[1] in PRICES:
            price[next(one for one in PRICES if one == parts[1])] = _amount(name, value)
        elif parts[0] == "counted" and len(parts) == 2 and parts[1] in COUNTS:
            counted[parts[1]] = _amount(name, value)
        elif parts[0] == "application" and len(parts) == 3 and parts[2] in OWN:
            own.setdefault(parts[1], {})[parts[2]] = _amount(name, value)
        else:
            raise BadInput(f"Nothing has the price name {name}; docs/value.md lists them.")
    return Prices(currency, price, _share(counted), own)


def _amount(name: str, value: Any) -> float:
    try:
        amount = float(value)
    except (TypeError, ValueError):
        amount = math.nan
    if isinstance(value, bool) or not 0 <= amount < 1e12:
        raise BadInput(f"The price {name} is {value}; it must be a number, 0 or more.")
    return amount


def _share(counted: dict[str, float]) -> dict[str, float]:
    if counted.get("duplicates_read", 0.0) > 1:
        raise BadInput("The price file's counted.duplicates_read is a share; it is at most 1.")
    return counted


def _toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The price file is not valid TOML: {error}.") from error


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _csv_rows(text: str) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(csv.reader(io.StringIO(text))):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 0 and cells[:2] == ["name", "amount"]):
            continue
        if len(cells) != 2:
            raise BadInput(f"Line {number + 1} of the price file is no name and amount.")
        yield cells[0], cells[1]
