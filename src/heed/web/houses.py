"""The houses of everybody who may enter: the owner's own, and one for each of the others."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from heed.actions import people
from heed.actions.desk import Desk
from heed.actions.home import create_home, open_home
from heed.diet import Diet
from heed.store import people as store
from heed.types import Person
from heed.web.gathering import Gathering
from heed.web.place import House

Opener = Callable[[Path], Diet]


def open_or_make(folder: Path) -> Diet:
    """A home, made first where there is none."""
    create_home(folder)
    return open_home(folder)


class Houses:
    """Opened when somebody first enters, and kept open."""

    def __init__(self, own: House, opener: Opener = open_or_make) -> None:
        self.own = own
        self._opener = opener
        self._opened: dict[str, House] = {}
        self._lock = Lock()

    def of(self, person: Person) -> House:
        """The house of one person; nobody else's."""
        if person.owner:
            return self.own
        with self._lock:
            if person.name not in self._opened:
                diet = self._opener(people.home_of(self.own.diet, person))
                self._opened[person.name] = House(diet, Gathering(), Desk(diet))
            return self._opened[person.name]

    def every(self) -> list[House]:
        """All of them, for what is done in the background."""
        with self.own.diet.db.read() as tx:
            held = store.all(tx)
        return [self.own, *(self.of(one) for one in held if not one.owner)]

    def close(self) -> None:
        """Let what runs finish, and close what was opened here."""
        self.own.gathering.join()
        for house in self._opened.values():
            house.gathering.join()
            house.diet.db.close()
