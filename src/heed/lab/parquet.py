"""Columns of a Parquet file."""

from pathlib import Path
from typing import Any


def columns(path: Path) -> dict[str, list[Any]]:
    """Every column by its name. Raises ValueError where the file is another kind."""
    from pyarrow import ArrowInvalid, parquet  # half a second that only one application needs

    try:
        return dict(parquet.read_table(path).to_pydict())
    except ArrowInvalid as error:
        raise ValueError(f"{path.name} is not a Parquet file.") from error
