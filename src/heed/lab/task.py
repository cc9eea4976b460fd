"""The nouns of the lab: an application, its examples, and a run of one of its nets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Tensor: TypeAlias = Any  # torch.Tensor, and torch has no types here
Net: TypeAlias = Any  # torch.nn.Module
Scores: TypeAlias = npt.NDArray[np.float64]
Choices: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Inputs of a net, one a row of every tensor, what it should say, and what only a judge sees.

    inputs: tensors whose first axis is the example; target (N,) class numbers; known: more about
    each example that no net is given, such as where the digit is.
    """

    inputs: tuple[Tensor, ...]
    target: Tensor
    known: Any = None

    def __len__(self) -> int:
        return int(self.target.shape[0])

    def rows(self, index: Tensor) -> "Examples":
        """Those at `index`; what only the judge sees is left out."""
        return Examples(tuple(part[index] for part in self.inputs), self.target[index])


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Examples to train on, to stop training by, and to report; nothing is chosen on the last.

    outside: what belongs to none of the classes, only reported, where there is such.
    """

    train: Examples
    held: Examples
    test: Examples
    classes: int
    width: int
    names: Sequence[str] = ()
    outside: Examples | None = None

    @classmethod
    def of(
        cls, parts: Iterable[Examples], *, classes: int, width: int, names: Sequence[str] = ()
    ) -> "Task":
        """Train, held and test, in this order; names: of the classes, where they have any."""
        train, held, test = parts
        return cls(train, held, test, classes, width, names)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast a net is trained.

    smoothing: the share of each target spread over all classes while training (Szegedy et al.
    2016). falls: the rate falls in a line, to nothing at the last of the epochs.
    """

    epochs: int = 20
    batch: int = 64
    rate: float = 1e-3
    patience: int = 4
    decay: float = 0.0
    smoothing: float = 0.0
    falls: bool = False


Loss: TypeAlias = Callable[[Net, Examples], Tensor]


@dataclass(frozen=True, slots=True)
class How:
    """What a run is made with beside its plan, and which does not change what it finds.

    workers: processes that train one net together. logger: "tensorboard", "wandb" or none; its
    curves lie in `logs`.
    """

    workers: int = 1
    logger: str = ""
    logs: Path = Path("logs")


@dataclass(frozen=True, slots=True, eq=False)
class Application:
    """One question about attention, with the nets that answer it.

    load: the folder of real data, or None for a tiny set made here, and a seed -> a task.
    nets: name -> a fresh net of it; `attention` is the one with, `trivial` the one without: the
    same net with a pooling that cannot choose. baseline: a score for each test example without any
    network. use: what the net does for a batch, where that is more than its output, such as writing
    a sentence; its cost is taken. scored: a score for each test example, where that is not whether
    the first choice is right. corpus: where quality is no mean of scores, each score is a row of
    counts, (N, K), and this turns their sums (..., K) into qualities (...). small: the plan for the
    tiny set, which only shows that all of it works. beside: what else to tell of any net than its
    quality, by a name, and chosen by nothing it was tested on. judged: how well the attention
    net's weights fall where they should, by a name; pictures: a few as SVG.
    """

    name: str
    asks: str
    folder: str
    measure: str
    load: Callable[[Path | None, int], Task]
    nets: Mapping[str, Callable[[Task], Net]]
    attention: str
    trivial: str
    baseline: Callable[[Task, int], Scores]
    plan: Plan = Plan()
    small: Plan = Plan(epochs=4)
    loss: Loss | None = None
    read: Callable[[Path, Task], Examples] | None = None
    use: Callable[[Net, Examples], Any] | None = None
    scored: Callable[[Net, Examples], Scores] | None = None
    corpus: Callable[[Scores], Scores] | None = None
    beside: Callable[[Net, Task], Mapping[str, float]] | None = None
    judged: Callable[[Net, Examples], Mapping[str, float]] | None = None
    pictures: Callable[[Net, Examples], Sequence[str]] | None = None
    expected_null: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One net of one application under one seed, trained and measured.

    scores: one for each test example, the same examples in the same order for every net of a seed:
    a number, or a row of counts where the quality `whole` is of all of them together.
    Times in CPU-seconds; latency in milliseconds for one example alone; memory in MB.
    """

    application: str
    net: str
    seed: int
    scores: tuple[Any, ...]
    parameters: int = 0
    flops: int = 0
    train_cpu_s: float = 0.0
    cpu_s_per_1000: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    peak_mb: float = 0.0
    epochs: int = 0
    judged: Mapping[str, float] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    whole: float | None = None
    beside: Mapping[str, float] = field(default_factory=dict)

    @property
    def quality(self) -> float:
        """The mean score, or that of the whole set."""
        return float(np.mean(self.scores)) if self.whole is None else self.whole
