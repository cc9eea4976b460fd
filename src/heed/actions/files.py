"""Files that somebody named on the command line."""

from pathlib import Path

from heed.errors import BadInput

MOST_BYTES = 256 << 20
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def body(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """What is in it. Raises BadInput where it cannot be read or is larger than that."""
    real = path.expanduser()
    try:
        if real.stat().st_size > most_bytes:
            raise BadInput(f"{path} is larger than {most_bytes >> 20} MB; give it in parts.")
        return real.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error


def is_text(found: bytes) -> bool:
    """Whether it reads as a text of some encoding: hardly any control characters."""
    if found.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return len(found) - len(found.translate(None, _CONTROLS)) <= len(found) // 100


def text(path: Path) -> str:
    """The text in it, without a byte order mark. Raises BadInput."""
    try:
        return body(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is no text in UTF-8.") from error
