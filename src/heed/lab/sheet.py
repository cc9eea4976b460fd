"""A workbook's first sheet as rows of text, by the standard library alone."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

_NAMES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_sheet(path: Path) -> list[Mapping[str, str]]:
    """Each row as {column's letters: what stands there}, empty cells left out."""
    with zipfile.ZipFile(path) as book:
        texts = fromstring(book.read("xl/sharedStrings.xml")).iter(_NAMES + "si")
        shared = ["".join(part.text or "" for part in one.iter(_NAMES + "t")) for one in texts]
        sheet = fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [dict(_cells(row, shared)) for row in sheet.iter(_NAMES + "row")]


def _cells(row: Element, shared: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Texts are kept apart from the cells, which name them by number."""
    for cell in row:
        value = cell.findtext(_NAMES + "v")
        if value is not None:
            text = shared[int(value)] if cell.get("t") == "s" else value
            yield cell.get("r", "").rstrip("0123456789"), text
