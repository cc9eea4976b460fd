"""The net with attention made smaller: weights that are exactly 0, fewer heads, fewer bytes."""

from collections.abc import Iterator

from heed.attention import Entmax
from heed.attention.modules import MultiHeadAttention
from heed.attention.normalize import Normalizer
from heed.attention.prune import prune_to_loss
from heed.attention.quantize import linears, represent, size_bytes
from heed.budget.arrays import Array
from heed.lab.stress.bench import Bench, Stressed
from heed.lab.task import Net
from heed.lab.train import held_loss, scores

RISE = 0.01  # of the held loss that pruned heads may cost


def rows(bench: Bench) -> Iterator[Stressed]:
    """The net with attention, made sparser, narrower, and of fewer bytes."""
    yield bench.plain()
    net, note = _sparse(bench)
    yield bench.row("entmax for softmax", [net], note=note)
    net = bench.nets()[0]
    heads = [part for part in net.modules() if isinstance(part, MultiHeadAttention)]
    if heads:
        held = bench.task.held
        pruned = prune_to_loss(net, heads, lambda one: held_loss(one, held), rise=RISE)
        count = sum(part.heads for part in heads)
        note = f"{len(pruned.removed)} of {count} heads gone"
        yield bench.row("heads pruned", [pruned.module], note=note)
    small = represent(net, dict.fromkeys(linears(net), "int8"))
    share = size_bytes(small) / size_bytes(net)
    yield bench.row("int8", [small], note=f"{share:.2f} of the bytes")


def _sparse(bench: Bench) -> tuple[Net, str]:
    counts = Sparse()

    def mapped(net: Net) -> Net:
        for part in net.modules():
            if hasattr(part, "normalize"):
                part.normalize = counts
        return net

    net = bench.net(bench.application.attention, change=mapped)
    counts.zero = counts.all = 0
    scores(net, bench.task.test)
    return net, f"{counts.zero / counts.all:.2f} of the weights are 0"


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
