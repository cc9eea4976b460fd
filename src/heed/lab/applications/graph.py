"""Papers that cite one another, seven fields, twenty labelled papers each (Cora, Sen et al. 2008).

`attention` weighs each citation, `mean` takes all alike, `alone` sees no citation at all.
"""

import io
import pickle
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from heed.attention.modules import GraphAttention
from heed.lab.baseline import by_numbers
from heed.lab.task import Application, Examples, Plan, Scores, Task, Tensor

DROPPED = 0.6
ALLOWED = {
    "scipy.sparse": {"csr_matrix"},
    "scipy.sparse.csr": {"csr_matrix"},
    "scipy.sparse._csr": {"csr_matrix"},
    "numpy": {"ndarray", "dtype"},
    "numpy.core.multiarray": {"_reconstruct"},
    "collections": {"defaultdict"},
    "__builtin__": {"list"},
    "builtins": {"list"},
}
"""All that the data's pickles hold; anything else in them is refused."""


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """What the data are made of, and nothing else."""
        if name not in ALLOWED.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a graph.")
        return super().find_class(module.replace("__builtin__", "builtins"), name)


def load(data: Path | None, seed: int) -> Task:
    """Cora with its usual split; or four circles of friends, made here."""
    if data is None:
        return _task(*made(np.random.default_rng(seed)), (60, 100, 140))
    with zipfile.ZipFile(data / "graph_planetoid" / "planetoid_cora_citeseer.zip") as archive:
        names = {Path(name).name: name for name in archive.namelist()}

        def part(name: str) -> Any:
            return _Reader(
                io.BytesIO(archive.read(names[f"ind.cora.{name}"])), encoding="latin1"
            ).load()

        places = [int(line) for line in archive.read(names["ind.cora.test.index"]).split()]
        known, tested = part("allx").toarray(), part("tx").toarray()
        said, asked, edges = part("ally"), part("ty"), part("graph")
    features = np.zeros((len(known) + len(tested), known.shape[1]), dtype=np.float32)
    labels = np.zeros(len(features), dtype=np.int64)
    features[: len(known)], labels[: len(known)] = known, said.argmax(1)
    features[places], labels[places] = tested, asked.argmax(1)
    rows = (range(140), range(140, 640), sorted(places))
    return _split(features, labels, _both_ways(edges), rows)


def made(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, dict[int, list[int]]]:
    """300 people in four circles who mostly know their own; what they say is half noise."""
    labels = rng.integers(4, size=300)
    features = np.eye(4, dtype=np.float32)[labels] + rng.normal(0, 1.5, (300, 4)).astype(np.float32)
    features = np.concatenate([features, rng.normal(0, 1, (300, 12)).astype(np.float32)], axis=1)
    knows = {}
    for one, circle in enumerate(labels):
        own, others = (np.flatnonzero(labels == circle), np.flatnonzero(labels != circle))
        knows[one] = [*rng.choice(own, 4).tolist(), int(rng.choice(others))]
    return features, labels, knows


def _task(
    features: np.ndarray, labels: np.ndarray, knows: dict[int, list[int]], counts: Sequence[int]
) -> Task:
    ends = np.cumsum(counts)
    rows = [range(end - count, end) for end, count in zip(ends, counts, strict=True)]
    return _split(features, labels, _both_ways(knows), rows)


def _both_ways(knows: Mapping[int, Sequence[int]]) -> np.ndarray:
    """Edges (2, E), each in both directions and every node to itself, once."""
    pairs = {(a, b) for one, others in knows.items() for other in others
             for a, b in ((one, other), (other, one), (one, one))}  # fmt: skip
    return np.array(sorted(pairs), dtype=np.int64).T


def _split(
    features: np.ndarray, labels: np.ndarray, edges: np.ndarray, rows: Sequence[Sequence[int]]
) -> Task:
    """An example is the number of a node; the graph itself goes to the net with the task."""
    features = features / np.maximum(np.abs(features).sum(1, keepdims=True), 1e-9)
    graph = (torch.from_numpy(features), torch.from_numpy(edges))
    parts = (
        Examples((torch.tensor(list(some)),), torch.from_numpy(labels[list(some)]), graph)
        for some in rows
    )
    return Task.of(parts, classes=int(labels.max()) + 1, width=features.shape[1])


class Field(nn.Module):  # type: ignore[misc]
    """Two layers over the graph; the field of the papers asked about (Velickovic et al. 2018)."""

    def __init__(self, task: Task, way: str, heads: int = 8, width: int = 8) -> None:
        super().__init__()
        features, edges = task.train.known
        if way == "alone":
            edges = torch.arange(len(features)).expand(2, -1)
        self.register_buffer("features", features, persistent=False)
        self.register_buffer("edges", edges, persistent=False)
        self.inner = GraphAttention(task.width, width, heads, dropout_p=DROPPED)
        self.outer = GraphAttention(heads * width, task.classes, dropout_p=DROPPED)
        self.drop = nn.Dropout(DROPPED)
        for layer in (self.inner, self.outer):
            nn.init.xavier_uniform_(layer.turn.weight)
            if way != "attention":
                layer.sender.requires_grad_(False)
                layer.receiver.requires_grad_(False)

    def forward(self, nodes: Tensor) -> Tensor:
        """nodes (B,) numbers of papers."""
        first = nn.functional.elu(self.inner(self.drop(self.features), self.edges))
        return self.outer(self.drop(first), self.edges)[nodes]


def baseline(task: Task, seed: int) -> Scores:
    """Logistic regression on a paper's own words."""
    features = task.train.known[0].numpy()
    rows = [part.inputs[0].numpy() for part in (task.train, task.test)]
    return by_numbers(
        features[rows[0]], task.train.target.numpy(), features[rows[1]], task.test.target.numpy()
    )


APPLICATION = Application(
    name="graph",
    asks="Which field is a paper of, by the papers it cites?",
    folder="graph_planetoid",
    measure="accuracy",
    load=load,
    nets={way: partial(Field, way=way) for way in ("attention", "mean", "alone")},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=300, batch=140, rate=5e-3, patience=60, decay=5e-2),
    small=Plan(epochs=40, batch=60, rate=2e-2, patience=40, decay=1e-2),
)
