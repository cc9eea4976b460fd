"""Cards and marks taken elsewhere: an Anki package, a folder of Markdown notes."""

from pathlib import Path

from heed.diet import Diet
from heed.errors import BadInput
from heed.store import cards, highlights, items


def anki(diet: Diet) -> bytes:
    """Every card as an Anki package."""
    from heed.produce.anki import anki as package

    with diet.db.read() as tx:
        kept = cards.all(tx)
        pieces = items.many(tx, {one.item_id for one in kept})
    return package(kept, pieces, at=diet.clock())


def write_anki(diet: Diet, file: Path) -> Path:
    """Write the Anki package. Raises BadInput where that is not possible."""
    _write(file, anki(diet))
    return file


def write_notes(diet: Diet, folder: Path) -> list[Path]:
    """Write one Markdown note a piece into a folder; heed's own of before are replaced."""
    from heed.produce.notes import notes

    with diet.db.read() as tx:
        marks, kept = highlights.all(tx), cards.all(tx)
        touched = {one.item_id for one in marks} | {one.item_id for one in kept}
        pieces = items.many(tx, touched)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder} cannot hold notes: {error.strerror}.") from error
    written = []
    for name, text in notes(pieces, marks, kept).items():
        _write(folder / name, text.encode("utf-8"))
        written.append(folder / name)
    return written


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from error
