"""The reviewers' and the news protocols measure what they say, on sets made here."""

import csv
import gzip
import json
import zipfile

import numpy as np
import pytest

from heed.lab import gold, nemig
from heed.lab.recommend import Reader, shuffled

RNG = np.random.default_rng(5)


@pytest.fixture
def reviewers():
    """Ten people who know one of two subjects; they rate papers of their own subject higher."""
    vectors, experts = {}, []
    for person in range(10):
        side = person % 2
        ids = [f"{person}-{n}" for n in range(12)]
        subjects = [side] * 6 + [0, 1, 0, 1, 0, 1]
        for id, subject in zip(ids, subjects, strict=True):
            vector = 0.3 * RNG.standard_normal(8)
            vector[subject] += 1
            vectors[id] = (vector / np.linalg.norm(vector)).astype(np.float32)
        rating = np.array([5.0 if subject == side else 1.0 for subject in subjects[6:]])
        experts.append(gold.Expert(tuple(ids[6:]), rating, (tuple(ids[:6]),)))
    return gold.Reviewers(tuple(experts), dict.fromkeys(vectors, "text"), vectors)


def test_the_loss_is_the_rated_difference_put_the_wrong_way_round():
    rating = np.array([5.0, 3.0, 1.0])
    assert gold.wrong(np.array([3.0, 2.0, 1.0]), rating) == (0.0, 8.0)
    assert gold.wrong(np.array([1.0, 2.0, 3.0]), rating) == (8.0, 8.0)
    assert gold.wrong(np.zeros(3), rating) == (4.0, 8.0)
    assert gold.wrong(np.array([2.0, 3.0, 1.0]), rating) == (2.0, 8.0)


@pytest.mark.parametrize(
    "way", [gold.mean, gold.nearest, gold.attended, gold.process(gold.Kernel())]
)
def test_what_can_be_known_is_found_and_chance_is_half(reviewers, way):
    loss, low, high = gold.interval(gold.losses(reviewers, way))
    assert loss < 0.1
    assert low <= loss <= high
    assert 0.25 < gold.interval(gold.losses(reviewers, gold.chance))[0] < 0.75


def test_a_paper_is_read_in_a_few_stretches():
    assert gold._stretches("word " * 100) == [" ".join(["word"] * n) for n in (45, 45, 10)]
    assert len(gold._stretches("word " * 1000)) == gold.STRETCHES


def test_the_reviewers_set_is_read_as_it_lies(tmp_path, monkeypatch):
    paper = {"id": "a", "content": {"title": "Tides", "abstract": "The moon."}}
    with zipfile.ZipFile(tmp_path / "evaluation_datasets.zip", "w") as archive:
        for profile in gold.PROFILES:
            base = f"evaluation_datasets/{profile}"
            archive.writestr(f"{base}/submissions.json", json.dumps({"b": paper | {"id": "b"}}))
            archive.writestr(f"{base}/archives/~7.jsonl", json.dumps(paper) + "\n")
    (tmp_path / "data").mkdir()
    names = ["ParticipantID", *(f"{k}{n}" for k in ("Paper", "Expertise") for n in range(1, 11))]
    with (tmp_path / "data" / "evaluations.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter="\t", restval="")
        writer.writeheader()
        writer.writerow({"ParticipantID": "7", "Paper1": "b", "Expertise1": "4.5"})
    np.savez(tmp_path / "kept.npz", a=np.ones(2), b=np.ones(2))
    given = gold.read_reviewers(tmp_path, tmp_path / "kept.npz")

    (expert,) = given.experts
    assert (expert.papers, expert.rating.tolist()) == (("b",), [4.5])
    assert expert.own == (("a",),) * 3
    assert given.texts["a"] == "Tides. The moon."


def test_the_news_are_read_and_where_nobody_differs_nothing_personal_is_bought(tmp_path):
    quote = '<x/news_title_{n}> <https://schema.org/headline> "Piece {n}" .\n'
    with gzip.open(tmp_path / "en.content_literals.nt.gz", "wt") as file:
        file.writelines(quote.format(n=n) for n in range(30))
    with gzip.open(tmp_path / "en.behaviors.tsv.gz", "wt") as file:
        for n in range(60):
            history = " ".join(f"news_{m}" for m in RNG.integers(30, size=4))
            shown = " ".join(
                f"news_{m}-{int(k == 0)}" for k, m in enumerate(RNG.permutation(30)[:5])
            )
            file.write(f"{n}\tU{n // 2}\t{history}\t{shown}\n")
    vectors = RNG.standard_normal((30, 8)).astype(np.float32)
    np.save(tmp_path / "kept.npy", vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    told = list(nemig.lines(tmp_path, many=20, vectors=tmp_path / "kept.npy"))
    assert told[0] == "20 readers, 40 impressions, seed 0"
    assert told[-1] == "attention over what was read bought nothing here"


def test_clicks_of_others_are_shrunk_to_the_usual_rate():
    shown, clicked = np.array([0, 1]), np.array([True, False])
    one = nemig.Impression("u", np.array([], dtype=np.intp), shown, clicked)
    rate = nemig.clicks([one] * 10, 3)(
        None, nemig.Impression("v", shown, np.array([0, 1, 2]), clicked)
    )
    assert rate[0] > rate[2] > rate[1]
    assert rate[2] == pytest.approx(0.5)
    assert nemig.auc(np.array([1.0, 1.0]), clicked) == 0.5


def test_shuffled_answers_are_of_the_same_number_and_of_what_is_asked():
    reader = Reader(*(np.arange(3) for _ in range(3)), np.array([50, 51]))
    asked = np.arange(50, 90)
    (found,) = shuffled([reader], asked, seed=1)
    assert len(found.right) == 2
    assert set(found.right) <= set(asked)


def test_the_bar_is_told_of_every_way_that_attends(reviewers, tmp_path, monkeypatch):
    monkeypatch.setattr(gold, "read_reviewers", lambda folder, kept: reviewers)
    monkeypatch.setattr(gold, "words", lambda given: gold.mean)
    told = list(gold.lines(tmp_path, vectors=None))
    assert [line.split(" with 0")[0] for line in told[-2:]] == [
        "bar 0.22: target attention meets it",
        "bar 0.22: process with attention meets it",
    ]
