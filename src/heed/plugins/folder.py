"""A folder as transformers saves models: what kind it holds, and the library that opens it."""

import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from heed.errors import BadInput, NotFound

INSTALL = "pip install 'heed-reader[models]'"


def kind(folder: Path) -> str:
    """The `model_type` of the folder's config.json; empty where there is none."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(config.get("model_type", "")) if isinstance(config, dict) else ""


def lacks() -> str:
    """What is not installed that opens a folder, as one sentence; "" for nothing. Loads nothing."""
    missing = [name for name in ("transformers", "torch") if find_spec(name) is None]
    return f"Models need a library that is not installed: {INSTALL}" if missing else ""


def opened(folder: Path, *names: str) -> tuple[Any, ...]:
    """What transformers' classes of these names make of the folder. Asks no network.

    Raises NotFound where the library is missing, BadInput where the folder is not whole.
    """
    try:
        library = import_module("transformers")
        import_module("torch")
    except ImportError as error:
        raise NotFound(f"Models need a library that is not installed: {INSTALL}") from error
    try:
        return tuple(
            getattr(library, name).from_pretrained(str(folder), local_files_only=True)
            for name in names
        )
    except ImportError as error:
        raise NotFound(f"Models need a library that is not installed: {INSTALL}") from error
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"The model in {folder} is not whole; download its folder again.") from error
