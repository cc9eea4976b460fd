"""Fetching in the background and how far it is. One gathering at a time; what it does is diet's."""

from dataclasses import dataclass, replace
from threading import Lock, Thread

from heed.diet import Diet
from heed.errors import HeedError
from heed.types import Gathered


@dataclass(frozen=True, slots=True)
class Stage:
    """What the gathering is doing: `step` as diet names it, `done` of `total`."""

    running: bool = False
    step: str = ""
    done: int = 0
    total: int = 0
    result: Gathered | None = None
    trouble: str = ""


class Gathering:
    """Runs `Diet.gather` in a thread and remembers how the last one went."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._thread: Thread | None = None
        self._stage = Stage()

    @property
    def stage(self) -> Stage:
        """How it stands now."""
        return self._stage

    def start(self, diet: Diet, *, force: bool = False) -> bool:
        """Begin, unless one is running already; says whether it began."""
        with self._lock:
            if self._stage.running:
                return False
            self._stage = Stage(running=True)
            self._thread = Thread(target=self._run, args=(diet, force), daemon=True)
            self._thread.start()
        return True

    def join(self, timeout_s: float = 60) -> None:
        """Wait for the running gathering, if any, so that a server can stop cleanly."""
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _run(self, diet: Diet, force: bool) -> None:
        try:
            self._stage = Stage(result=diet.gather(force=force, progress=self._moved))
        except HeedError as error:
            self._stage = Stage(trouble=str(error))
        except BaseException:
            self._stage = Stage(trouble="The gathering stopped halfway; the log says why.")
            raise

    def _moved(self, step: str, done: int, total: int) -> None:
        self._stage = replace(self._stage, step=step, done=done, total=total)
