"""The whole home out to one file and back. What the file holds is decided by the store."""

from pathlib import Path

from heed.actions import sources
from heed.diet import Diet
from heed.errors import BadInput
from heed.store import archive
from heed.store import sources as rows


def export(diet: Diet, path: Path) -> Path:
    """Write the sources (.opml) or everything (any other ending, a zip). Raises BadInput."""
    if not path.parent.is_dir():
        raise BadInput(f"Cannot write {path}: the folder {path.parent} does not exist.")
    try:
        if path.suffix.lower() in sources.OPML_ENDINGS:
            path.write_bytes(sources.export_opml(diet))
        else:
            with diet.db.read() as tx:
                archive.dump(tx, path)
    except OSError as error:
        raise BadInput(f"Cannot write {path}: {error.strerror}.") from error
    return path


def restore(diet: Diet, path: Path) -> int:
    """Take in an OPML file or a whole export; returns how many sources came. Raises BadInput."""
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    if path.suffix.lower() in sources.OPML_ENDINGS:
        return len(sources.add(diet, str(path)))
    with diet.db.write() as tx:
        archive.restore(tx, path)
    with diet.db.read() as tx:
        return len(rows.all(tx))
