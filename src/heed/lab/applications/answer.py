"""Questions about a little story: which of its sentences holds the answer? (bAbI, Weston 2015)

The data name the sentence that proves each answer, so the weights can be judged.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest, attention
from heed.attention.picture import heat_svg
from heed.lab.baseline import by_words
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.train import answers

KINDS = (1, 6, 11, 12, 13)  # one sentence is enough for these
STORY, WORDS, WIDTH = 20, 12, 48


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the last sentences of a story; `proof` is the place of the one that tells."""

    story: tuple[str, ...]
    question: str
    answer: str
    proof: int


def load(data: Path | None, seed: int) -> Task:
    """bAbI, 1,000 questions a kind; or people walking about rooms, made here."""
    if data is None:
        asked = made(700, np.random.default_rng(seed))
        return _task(asked[:400], asked[400:500], asked[500:])
    train, test = (_read(data, part) for part in ("train", "test"))
    order = np.random.default_rng(seed).permutation(len(train))
    cut = len(train) // 10
    return _task([train[i] for i in order[cut:]], [train[i] for i in order[:cut]], test)


def made(count: int, rng: np.random.Generator) -> list[Asked]:
    """Stories of who went where; the last move of the person asked for is the proof."""
    people, rooms = ("Ana", "Ben", "Cem", "Dora"), ("attic", "barn", "cellar", "den", "yard")
    asked = []
    for _ in range(count):
        moves = [(rng.choice(people), rng.choice(rooms)) for _ in range(8)]
        who = str(rng.choice([person for person, _ in moves]))
        proof = max(place for place, (person, _) in enumerate(moves) if person == who)
        story = tuple(f"{person} walks to the {room}." for person, room in moves)
        asked.append(Asked(story, f"Where is {who}?", str(moves[proof][1]), proof))
    return asked


def _read(data: Path, part: str) -> list[Asked]:
    asked = []
    with zipfile.ZipFile(data / "qa_babi" / "babi_en_1k.zip") as archive:
        for name in sorted(archive.namelist()):
            if any(name.split("/")[-1].startswith(f"qa{kind}_") for kind in KINDS) and part in name:
                asked += _stories(archive.read(name).decode().splitlines())
    return asked


def _stories(lines: Sequence[str]) -> list[Asked]:
    asked: list[Asked] = []
    story: list[str] = []
    numbers: list[int] = []
    for line in lines:
        number, _, text = line.partition(" ")
        if number == "1":
            story, numbers = [], []
        if "\t" not in text:
            story.append(text)
            numbers.append(int(number))
            continue
        question, answer, proof = text.split("\t")[:3]
        place = numbers.index(int(proof.split()[-1])) - max(0, len(story) - STORY)
        asked.append(Asked(tuple(story[-STORY:]), question.strip(), answer, max(place, 0)))
    return asked


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _task(train: Sequence[Asked], held: Sequence[Asked], test: Sequence[Asked]) -> Task:
    whole = [*train, *held, *test]
    words = sorted(
        {w for one in whole for text in (*one.story, one.question) for w in _words(text)}
    )
    number = {word: n for n, word in enumerate(words, 1)}
    answers_ = {answer: n for n, answer in enumerate(sorted({one.answer for one in whole}))}

    def examples(some: Sequence[Asked]) -> Examples:
        story = torch.zeros(len(some), STORY, WORDS, dtype=torch.long)
        question = torch.zeros(len(some), WORDS, dtype=torch.long)
        for row, one in enumerate(some):
            for place, text in enumerate(one.story):
                _put(story[row, place], text, number)
            _put(question[row], one.question, number)
        target = torch.tensor([answers_[one.answer] for one in some])
        return Examples((story, question), target, tuple(some))

    return Task(examples(train), examples(held), examples(test), len(answers_), len(words) + 1)


def _put(row: Tensor, text: str, number: Mapping[str, int]) -> None:
    ids = [number[word] for word in _words(text)[:WORDS]]
    row[: len(ids)] = torch.tensor(ids)


class Reader(nn.Module):  # type: ignore[misc]
    """A memory of sentences, asked once (after Sukhbaatar et al. 2015); the answer as classes."""

    def __init__(self, task: Task, *, attends: bool) -> None:
        super().__init__()
        self.attends = attends
        self.key, self.value = (nn.Embedding(task.width, WIDTH, padding_idx=0) for _ in range(2))
        self.age = nn.Parameter(torch.zeros(STORY, WIDTH))
        self.head = nn.Linear(2 * WIDTH, task.classes)
        for table in (self.key, self.value):
            nn.init.normal_(table.weight, std=0.1)

    def forward(self, story: Tensor, question: Tensor) -> Tensor:
        """story (B, S, words) and question (B, words), word numbers, 0 where none."""
        return self.look(story, question)[0]

    def look(self, story: Tensor, question: Tensor) -> tuple[Tensor, Tensor]:
        """The answers and the weights over the story's sentences, (B, S)."""
        told = (story > 0).any(-1)
        asked = self.key(question).sum(-2)[:, None]
        ages = self.age[(told.sum(-1, keepdim=True) - 1 - torch.arange(STORY)).clamp_min(0)]
        keys = (
            self.key(story).sum(-2) + ages if self.attends else torch.zeros(*story.shape[:2], WIDTH)
        )
        found, seen = attention(
            asked,
            keys,
            self.value(story).sum(-2),
            told[:, None],
            scale=1.0,
            return_aux=AuxRequest(weights=True),
        )
        return self.head(torch.cat((found[:, 0], asked[:, 0]), -1)), seen.weights[:, 0]  # type: ignore[index]  # asked for


def baseline(task: Task, seed: int) -> Scores:
    """Words of the story's last two sentences and the question, told apart."""

    def text(one: Asked) -> str:
        told = " ".join("s_" + word for part in one.story[-2:] for word in _words(part))
        return told + " " + " ".join("q_" + word for word in _words(one.question))

    sides = [
        ([text(one) for one in part.known], part.target.tolist())
        for part in (task.train, task.test)
    ]
    return by_words(*sides[0], *sides[1])


@torch.no_grad()  # type: ignore[untyped-decorator]
def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """How often the heaviest sentence is the one that proves the answer, and by chance."""
    heaviest = torch.cat([net.look(*part.inputs)[1].argmax(-1) for part, _ in answers(net, given)])
    proof = torch.tensor([one.proof for one in given.known])
    chance = np.mean([1 / len(one.story) for one in given.known])
    return {"proof found": float((heaviest == proof).double().mean()), "by chance": float(chance)}


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Three questions over their sentences."""
    shown = [row for row, one in enumerate(given.known) if 4 <= len(one.story) <= 8][:3]
    weights = net.look(*given.rows(torch.tensor(shown)).inputs)[1]
    return [
        heat_svg(weights[n : n + 1, : len(one.story)].numpy(), [one.question], list(one.story))
        for n, one in enumerate(given.known[row] for row in shown)
    ]


APPLICATION = Application(
    name="answer",
    asks="Which sentence of a story answers a question about it?",
    folder="qa_babi",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: Reader(task, attends=True),
        "mean": lambda task: Reader(task, attends=False),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=60, batch=32, rate=5e-3, patience=8),
    small=Plan(epochs=25, batch=32, rate=5e-3, patience=25),
    judged=judged,
    pictures=pictures,
)
