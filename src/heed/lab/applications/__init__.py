"""The applications, one a file: `APPLICATION` is what the lab runs, its file's name is its name."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from heed.lab.task import Application

NAMES = tuple(sorted(one.name for one in iter_modules(__path__)))


def find(name: str) -> Application:
    """The application of this name. Raises KeyError."""
    if name not in NAMES:
        raise KeyError(name)
    found: Application = import_module(f"{__name__}.{name}").APPLICATION
    return found


def everything() -> Mapping[str, Application]:
    """All of them by name."""
    return {name: find(name) for name in NAMES}
