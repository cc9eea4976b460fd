"""Where a stress is done: one application under one seed, with nets that several stresses share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from heed.lab.task import Application, Examples, Net, Plan, Scores, Task
from heed.lab.train import scores, trained

Told = Callable[[str], None]
Change = Callable[[Net], Net]
PLAIN = "nothing"


@dataclass(frozen=True, slots=True)
class Stressed:
    """One stress under one seed: the scores with and without attention, and what else to say.

    beside: the row it is compared with, "" for none; both are scored on the same examples.
    """

    stress: str
    seed: int
    with_it: tuple[float, ...]
    without: tuple[float, ...] = ()
    note: str = ""
    beside: str = PLAIN


class Bench:
    """An application's task under a seed. A row asked for twice is made once.

    other: a file of examples to be asked about too, as `heed lab run --test` reads it.
    """

    def __init__(
        self,
        application: Application,
        task: Task,
        seed: int,
        told: Told,
        *,
        other: Path | None = None,
    ) -> None:
        self.application, self.task, self.seed, self.other = application, task, seed, other
        self._told = told
        self._made: dict[str, Stressed] = {}
        self._nets: dict[str, list[Net]] = {}

    def net(
        self,
        name: str,
        task: Task | None = None,
        *,
        plan: Plan | None = None,
        change: Change = lambda net: net,
    ) -> Net:
        """A net of the application trained on `task`, or on its own; `change` comes before."""
        whole = self.application

        def made(task: Task) -> Net:
            return change(whole.nets[name](task))

        once = replace(whole, nets={name: made}, plan=plan or whole.plan)
        return trained(once, name, task or self.task, self.seed)

    def pair(
        self,
        task: Task | None = None,
        *,
        plan: Plan | None = None,
        change: Change = lambda net: net,
    ) -> list[Net]:
        """The net with attention and the one without."""
        return [self.net(name, task, plan=plan, change=change) for name in self.names]

    @property
    def names(self) -> tuple[str, str]:
        """Of the nets with attention and without."""
        return self.application.attention, self.application.trivial

    def nets(self, key: str = PLAIN, make: Callable[[], list[Net]] | None = None) -> list[Net]:
        """The nets kept under `key`, made by `make` when first asked for; the unspoiled pair."""
        if key not in self._nets:
            self._nets[key] = (make or self.pair)()
        return self._nets[key]

    def plain(self) -> Stressed:
        """The row all others are compared with, unless they say otherwise."""
        return self.row(PLAIN, self.nets(), beside="")

    def row(
        self,
        name: str,
        nets: Sequence[Net],
        tests: Sequence[Examples] | None = None,
        *,
        note: str = "",
        beside: str = PLAIN,
    ) -> Stressed:
        """Score `nets`, each on its own `tests`; all on the test set where none are given."""
        tests = tests or [self.task.test] * len(nets)
        if name not in self._made:
            each = [scores(*pair) for pair in zip(nets, tests, strict=True)]
            self.scored(name, each, note=note, beside=beside)
        return self._made[name]

    def scored(
        self, name: str, each: Sequence[Scores], *, note: str = "", beside: str = PLAIN
    ) -> Stressed:
        """A row of scores that are known, with attention and without."""
        self._told(f"{self.application.name}: {name}, seed {self.seed}")
        with_it, without = (*(tuple(some.tolist()) for some in each), ())[:2]
        made = Stressed(name, self.seed, with_it, without, note, beside)
        self._made[name] = made
        return made
