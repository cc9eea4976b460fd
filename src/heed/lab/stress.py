"""What is left when training or test data are spoiled, or the net is made smaller or sparser.

Each is done to the net with attention and to the one without where it can be, under the same seed,
and scored on the same test examples. Nothing is tuned for any of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import Entmax
from heed.attention.modules import MultiHeadAttention
from heed.attention.normalize import Normalizer
from heed.attention.prune import prune_to_loss
from heed.attention.quantize import linears, represent, size_bytes
from heed.budget.arrays import Array
from heed.lab.applications import intent, tone
from heed.lab.compare import bought
from heed.lab.task import Application, Examples, Net, Run, Task
from heed.lab.texts import Frozen
from heed.lab.train import held_loss, scores, trained

NAMES = ("intent", "listen", "see", "tone")
RARE = 10  # of every second class one training example in this many is kept
MISLABELLED = 0.2
NOISE = 0.5  # in standard deviations of the inputs
STEP = 0.1  # the same, along the gradient's sign
HIDDEN = 0.2
SWAPPED = 0.25
RISE = 0.01  # of the held loss that pruned heads may cost
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stressed:
    """One stress under one seed: the scores with and without attention, and what else to say."""

    stress: str
    seed: int
    with_it: tuple[float, ...]
    without: tuple[float, ...] = ()
    note: str = ""


def stress(
    application: Application, *, data: Path | None, seeds: int, told: Told
) -> list[Stressed]:
    """Every stress under every seed."""
    return [
        one
        for seed in range(seeds)
        for one in _under_seed(application, application.load(data, seed), seed, told)
    ]


def _under_seed(application: Application, task: Task, seed: int, told: Told) -> list[Stressed]:
    rng = np.random.default_rng(seed)
    pair = (application.attention, application.trivial)

    def nets(task: Task) -> list[Net]:
        return [trained(application, name, task, seed) for name in pair]

    def row(name: str, some: Sequence[Net], tests: Sequence[Examples], note: str = "") -> Stressed:
        told(f"{application.name}: {name}, seed {seed}")
        found = [tuple(scores(*each).tolist()) for each in zip(some, tests, strict=True)]
        return Stressed(name, seed, found[0], found[1] if len(found) > 1 else (), note)

    plain = nets(task)
    found = [row("nothing", plain, [task.test] * 2)]
    for name, spoil in _TRAINING.items():
        spoiled = replace(task, train=spoil(task.train, rng))
        found.append(row(name, nets(spoiled), [task.test] * 2))
    found.append(row("a step against it", plain, [against(net, task.test) for net in plain]))
    for name, test in _shifted(application.name, task, rng).items():
        found.append(row(name, plain, [test] * 2))
    for name, (net, note) in _smaller(application, task, plain[0], seed).items():
        found.append(row(name, [net], [task.test], note))
    return found


def imbalanced(given: Examples, rng: np.random.Generator) -> Examples:
    """One in ten is left of every second class, and at least one."""
    rare = given.target % 2 == 1
    kept = ~rare | torch.from_numpy(rng.random(len(given)) < 1 / RARE)
    for name in given.target[rare].unique():
        kept[(given.target == name).nonzero()[0]] = True
    return given.rows(kept.nonzero()[:, 0])


def mislabelled(given: Examples, rng: np.random.Generator) -> Examples:
    """A fifth has the class of some other example."""
    wrong = torch.from_numpy(rng.random(len(given)) < MISLABELLED)
    other = given.target[torch.from_numpy(rng.permutation(len(given)))]
    return replace(given, target=torch.where(wrong, other, given.target))


_TRAINING: Mapping[str, Callable[[Examples, np.random.Generator], Examples]] = {
    "every second class is rare": imbalanced,
    "a fifth is labelled wrong": mislabelled,
}


def against(net: Net, given: Examples) -> Examples:
    """Inputs a small step to where the net errs more (FGSM, Goodfellow et al. 2015)."""
    net.eval()
    moved = []
    spread = given.inputs[0].float().std()
    for index in torch.arange(len(given)).split(256):
        part = given.rows(index)
        rows = part.inputs[0].float().requires_grad_()
        lost = nn.functional.cross_entropy(net(rows, *part.inputs[1:]), part.target)
        (slope,) = torch.autograd.grad(lost, rows)
        moved.append(rows.detach() + STEP * spread * slope.sign())
    return replace(given, inputs=(torch.cat(moved), *given.inputs[1:]))


def _shifted(name: str, task: Task, rng: np.random.Generator) -> Mapping[str, Examples]:
    """Test examples unlike those learned from."""
    test = task.test
    rows = test.inputs[0].float()
    noise = torch.from_numpy(rng.standard_normal(rows.shape, dtype=np.float32))
    found = {"noise": replace(test, inputs=(rows + NOISE * rows.std() * noise, *test.inputs[1:]))}
    if len(test.inputs) > 1:
        seen = test.inputs[1] & torch.from_numpy(rng.random(test.inputs[1].shape) >= HIDDEN)
        found["a fifth is hidden"] = replace(test, inputs=(test.inputs[0], seen, *test.inputs[2:]))
    if name in _SWAPPED:
        found["neighbouring words swapped"] = _SWAPPED[name](task, rng)
    return found


def swapped(words: Sequence[str], rng: np.random.Generator) -> list[str]:
    """Each word changes places with the one after it, with a chance of a quarter."""
    found, at = list(words), 0
    while at < len(found) - 1:
        if rng.random() < SWAPPED:
            found[at], found[at + 1] = found[at + 1], found[at]
            at += 1
        at += 1
    return found


def _swapped_messages(task: Task, rng: np.random.Generator) -> Examples:
    texts = [" ".join(swapped(text.split(), rng)) for text in task.test.known]
    frozen = Frozen() if task.width == intent.ENCODED else None
    return intent.examples(texts, task.test.target.tolist(), frozen)


def _swapped_headlines(task: Task, rng: np.random.Generator) -> Examples:
    """Before and after the company asked about, whose name stays where it is."""
    some = []
    for one in task.test.known:
        before, after = (
            " ".join(swapped(text.split(), rng))
            for text in (one.text[: one.start], one.text[one.end :])
        )
        start = len(before) + bool(before)
        name = one.text[one.start : one.end]
        text = " ".join(part for part in (before, name, after) if part)
        some.append(tone.Headline(text, start, start + len(name), one.tone))
    frozen = Frozen() if task.width == tone.ENCODED else None
    return tone.examples(some, frozen)


_SWAPPED = {"intent": _swapped_messages, "tone": _swapped_headlines}


class Sparse:
    """entmax of degree 1.5 that counts how many of the weights are 0."""

    def __init__(self) -> None:
        self._map: Normalizer = Entmax(1.5)
        self.zero = self.all = 0

    def __call__(self, scores: Array) -> Array:
        """Weights of the shape of `scores`."""
        real = scores > float("-inf")
        weights = self._map(scores)
        self.zero += int(((weights == 0) & real).sum())
        self.all += int(real.sum())
        return weights


def _smaller(
    application: Application, task: Task, net: Net, seed: int
) -> Mapping[str, tuple[Net, str]]:
    """The net with attention, made sparser, narrower, and of fewer bytes."""
    found: dict[str, tuple[Net, str]] = {"entmax for softmax": _sparse(application, task, seed)}
    heads = [part for part in net.modules() if isinstance(part, MultiHeadAttention)]
    if heads:
        pruned = prune_to_loss(net, heads, lambda one: held_loss(one, task.held), rise=RISE)
        count = sum(part.heads for part in heads)
        found["heads pruned"] = (pruned.module, f"{len(pruned.removed)} of {count} heads gone")
    small = represent(net, dict.fromkeys(linears(net), "int8"))
    share = size_bytes(small) / size_bytes(net)
    found["int8"] = (small, f"{share:.2f} of the bytes")
    return found


def _sparse(application: Application, task: Task, seed: int) -> tuple[Net, str]:
    counts = Sparse()

    def made(task: Task) -> Net:
        net = application.nets[application.attention](task)
        for part in net.modules():
            if hasattr(part, "normalize"):
                part.normalize = counts
        return net

    net = trained(replace(application, nets={"sparse": made}), "sparse", task, seed)
    counts.zero = counts.all = 0
    scores(net, task.test)
    return net, f"{counts.zero / counts.all:.2f} of the weights are 0"


def told(found: Sequence[Stressed], name: str) -> str:
    """A table in Markdown: a row a stress; losses are of the same net unspoiled, paired."""
    lines = [
        "| application | spoiled by | with | lost | without | lost | with − without | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    by_name: dict[str, list[Stressed]] = {}
    for one in found:
        by_name.setdefault(one.stress, []).append(one)
    plain = by_name["nothing"]
    for stress_, some in by_name.items():
        cells = [name, stress_, *_side(some, plain, "with_it"), *_side(some, plain, "without")]
        cells.append(
            _gain(_runs(some, "with_it"), _runs(some, "without")) if some[0].without else "-"
        )
        lines.append("| " + " | ".join([*cells, some[0].note]) + " |")
    return "\n".join(lines) + "\n"


def _side(some: Sequence[Stressed], plain: Sequence[Stressed], side: str) -> list[str]:
    if not getattr(some[0], side):
        return ["-", "-"]
    runs = _runs(some, side)
    mean = f"{np.mean([run.quality for run in runs]):.3f}"
    return [mean, "-" if some is plain else _gain(runs, _runs(plain, side))]


def _runs(some: Sequence[Stressed], side: str) -> list[Run]:
    return [Run("", side, one.seed, getattr(one, side)) for one in some]


def _gain(one: Sequence[Run], other: Sequence[Run]) -> str:
    gain = bought(one, other)
    return f"{gain.gain:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]".replace("-", "−")
