"""Recommendations from any history: files are read and checked here, the room decides.

Needs no home, keeps nothing. Nothing leaves the machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from heed.actions import files
from heed.assist import goods, proving
from heed.assist import history as rows
from heed.assist import recommend as asking
from heed.assist.takers import takers
from heed.errors import NotFound
from heed.models.encoder import Encoder
from heed.types import History, Offer, Proof, Way

MOST_BYTES = 200 * 2**20
MOST_PICKS = 100


@dataclass(frozen=True, eq=False)
class Counter:
    """A history at which one can ask; what is costly is made when it is first needed."""

    history: History
    encoder: Encoder | None = None

    @cached_property
    def alike(self) -> goods.Alike:
        """What the goods are."""
        encoder = self.encoder or goods.reader_of(self.history.goods)
        return goods.alike(goods.likenesses(self.history.goods, encoder))

    @cached_property
    def shop(self) -> asking.Shop:
        """The goods with everything known of them."""
        counted = takers(self.history.deeds, self.history.goods)
        return asking.shop(self.history.goods, counted, self.alike)

    @cached_property
    def proof(self) -> Proof:
        """Every way on deeds it has not seen."""
        return proving.prove(self.history, self.alike)

    @cached_property
    def way(self) -> Way:
        """The way that recommends."""
        return self.proof.way

    def users(self) -> Sequence[str]:
        """Everybody who took something."""
        return tuple(self.shop.takers.users)

    def advise(self, user: str, count: int) -> Offer:
        """What one user may want next."""
        return asking.advise(self.shop, user, self.way, count)


def read(path: Path, encoder: Encoder | None = None) -> Counter:
    """The history in a CSV file. Raises BadInput, with the line where one is wrong."""
    return of_csv(files.body(path, MOST_BYTES), encoder)


def of_csv(body: bytes, encoder: Encoder | None = None) -> Counter:
    """The history in a CSV file's bytes. Raises BadInput."""
    return Counter(rows.read_history(body), encoder)


def of_rows(given: Iterable[Mapping[str, str]], encoder: Encoder | None = None) -> Counter:
    """The history of rows with the columns of the CSV file. Raises BadInput."""
    return Counter(rows.history(enumerate(given, 1)), encoder)


def sample() -> bytes:
    """The bundled history of an invented shop, as CSV."""
    from heed.sample import purchases

    return purchases()


def named(counter: Counter, user: str) -> str:
    """The user, if there is one of this name. Raises NotFound."""
    if user not in counter.shop.takers.users:
        raise NotFound(f"No row of the history names the user {user}.")
    return user
