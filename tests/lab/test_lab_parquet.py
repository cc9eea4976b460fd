"""Columns come back as they were kept; another file is said to be none."""

from pathlib import Path

import pytest

pyarrow = pytest.importorskip("pyarrow")

from heed.lab.parquet import columns


def test_columns_come_back_as_they_were_kept(tmp_path: Path) -> None:
    from pyarrow import parquet

    kept = {"jpg": [b"a", b"bc", b""], "label": [7, -1, 7]}
    parquet.write_table(pyarrow.table(kept), tmp_path / "some.parquet", compression="zstd")
    assert columns(tmp_path / "some.parquet") == kept


def test_another_file_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text("jpg,label\n")
    with pytest.raises(ValueError, match=r"some\.csv is not a Parquet file"):
        columns(tmp_path / "some.csv")
