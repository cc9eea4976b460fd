"""What is said of what, as triples: read, indexed both ways, and ranked by rules alone."""

import io
import tarfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from heed.lab.task import Choices, Scores

Triple = tuple[int, int, int]
"""(head, relation, tail); read from its tail, it has the relation's number plus their count."""
Asked = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """What nets may see, `known`, in both directions, and `answers` to every question.

    answers: (head, relation) -> all tails said to be true anywhere, for ranking by the rest.
    """

    entities: int
    relations: int  # twice as many as the data name: each has its way back
    known: Sequence[Triple]
    answers: Mapping[Asked, Choices]


def read(path: Path) -> tuple[int, int, list[list[Triple]]]:
    """(entities, relations, triples to learn from, to stop by and to test on), as `graph` wants."""
    with tarfile.open(path) as archive:
        files = {Path(one.name).name: one for one in archive.getmembers() if one.isfile()}
        parts = []
        for name in ("train.txt", "valid.txt", "test.txt"):
            file = archive.extractfile(files[name])
            lines = io.TextIOWrapper(file, encoding="utf-8") if file else ()
            parts.append([line.split() for line in lines])
    rows = [row for part in parts for row in part]
    entity = {name: n for n, name in enumerate(sorted({row[k] for row in rows for k in (0, 2)}))}
    relation = {name: n for n, name in enumerate(sorted({row[1] for row in rows}))}
    numbered = [[(entity[a], relation[r], entity[b]) for a, r, b in part] for part in parts]
    return len(entity), len(relation), numbered


def made(rng: np.random.Generator) -> tuple[int, int, list[list[Triple]]]:
    """People know each other and live in a town; all of a town vote for one party."""
    people, towns = 160, 6
    lives = rng.integers(towns, size=people)
    told = [(one, 0, int(other)) for one in range(people) for other in rng.integers(people, size=4)]
    told += [(one, 1, people + int(town)) for one, town in enumerate(lives)]
    votes = [(one, 2, people + towns + int(town)) for one, town in enumerate(lives)]
    return people + 2 * towns, 3, [[*told, *votes[:100]], votes[100:120], votes[120:]]


def graph(
    entities: int, relations: int, parts: Sequence[Sequence[Triple]]
) -> tuple[Graph, list[list[Triple]]]:
    """The graph of the first part, and every part in both directions."""
    both = [
        [*part, *((tail, relation + relations, head) for head, relation, tail in part)]
        for part in parts
    ]
    answers = defaultdict(list)
    for head, relation, tail in {one for part in both for one in part}:
        answers[head, relation].append(tail)
    sets = {asked: np.array(sorted(tails)) for asked, tails in answers.items()}
    return Graph(entities, 2 * relations, both[0], sets), both


def neighbours(graph: Graph, most: int, rng: np.random.Generator) -> tuple[Choices, Choices]:
    """(relations, tails), both (entities, most): what is known of each entity, drawn where it is
    too much; the tail is -1 where there is no more."""
    order = rng.permutation(len(graph.known))
    rows = np.array(graph.known)[order]
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    starts = np.searchsorted(rows[:, 0], np.arange(graph.entities))
    place = np.arange(len(rows)) - starts[rows[:, 0]]
    kept, at = rows[place < most], place[place < most]
    relations, tails = np.zeros((graph.entities, most), int), np.full((graph.entities, most), -1)
    relations[kept[:, 0], at], tails[kept[:, 0], at] = kept[:, 1], kept[:, 2]
    return relations, tails


def reciprocal(scores: np.ndarray, asked: Sequence[Triple], graph: Graph) -> Scores:
    """One over the place of the right tail among all but the other right ones, (N,).

    scores (N, entities), overwritten; the middle place of equals (Sun et al. 2020).
    """
    found = np.zeros(len(asked))
    for n, (head, relation, tail) in enumerate(asked):
        own = scores[n, tail]
        scores[n, graph.answers[head, relation]] = -np.inf
        above, same = int((scores[n] > own).sum()), int((scores[n] == own).sum())
        found[n] = 1 / (1 + above + same / 2)
    return found


class Rules:
    """What is r' of it is r of it too, by how often that held; else the relation's usual tails."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._said = defaultdict(list)
        self._usual: dict[int, Counter[int]] = defaultdict(Counter)
        pairs = defaultdict(set)
        for head, relation, tail in graph.known:
            self._said[head].append((relation, tail))
            self._usual[relation][tail] += 1
            pairs[head, tail].add(relation)
        alone = Counter(one for some in pairs.values() for one in some)
        together = Counter((a, b) for some in pairs.values() for a in some for b in some if a != b)
        self._share = {(a, b): count / alone[a] for (a, b), count in together.items()}

    def scores(self, head: int, relation: int) -> np.ndarray:
        """(entities,); what a rule says counts more than what is usual."""
        found = np.zeros(self._graph.entities)
        usual = self._usual[relation]
        if usual:
            found[list(usual)] = np.array(list(usual.values())) / (1e6 * sum(usual.values()))
        for known, tail in self._said[head]:
            found[tail] += self._share.get((known, relation), 0.0)
        return found
