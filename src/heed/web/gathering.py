"""Fetching in the background and how far it is. One gathering at a time; what it does is diet's."""

import logging
from dataclasses import dataclass, replace
from threading import Lock, Thread

from heed.actions import alerts, cascade
from heed.diet import Diet
from heed.errors import HeedError
from heed.types import Gathered

BROKEN = "The gathering stopped halfway; the log says why."


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
        self._working = Lock()
        self._thread: Thread | None = None
        self._stage = Stage()
        self._again: bool | None = None

    @property
    def stage(self) -> Stage:
        """How it stands now."""
        return self._stage

    def start(self, diet: Diet, *, force: bool = False) -> bool:
        """Begin; where one is running, another follows it. Says whether it began at once."""
        with self._lock:
            if self._stage.running:
                self._again = force if self._again is None else self._again or force
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
        asked: bool | None = force
        with self._working:  # one that begins while another still works ahead waits for it
            while asked is not None:
                ended = self._gathered(diet, asked)
                with self._lock:
                    asked, self._again = self._again, None
                    self._stage = ended if asked is None else Stage(running=True)
            if ended.result:
                self._work_ahead(diet, new=ended.result.new > 0)

    def _gathered(self, diet: Diet, force: bool) -> Stage:
        try:
            gathered = diet.gather(force=force, progress=self._moved)
            for trouble in alerts.speak(diet)[1]:
                logging.getLogger(__name__).warning("an alert did not leave: %s", trouble)
            return Stage(result=gathered)
        except HeedError as error:
            return Stage(trouble=str(error))
        except Exception:  # a thread has nobody above it: the page must not wait for ever
            logging.getLogger(__name__).exception("gathering")
            return Stage(trouble=BROKEN)

    def _work_ahead(self, diet: Diet, *, new: bool) -> None:
        """What readers may want next; nobody waits for it, so a failure is the log's.

        new: pieces came. Without any, an edition that nobody took up is not composed again.
        """
        try:
            if new or diet.current():
                cascade.ahead(diet, diet.settings.ahead_cpu_s)
        except Exception:  # as above: a thread has nobody above it
            logging.getLogger(__name__).exception("working ahead")

    def _moved(self, step: str, done: int, total: int) -> None:
        self._stage = replace(self._stage, step=step, done=done, total=total)
