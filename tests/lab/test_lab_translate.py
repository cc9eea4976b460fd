"""Translation, piece by piece: the vocabulary, writing, the dictionary, BLEU and its interval."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from heed.lab.applications.translate import MADE, load, made, pictures
from heed.lab.bleu import bleu, counted
from heed.lab.compare import bought
from heed.lab.dictionary import by_word, dictionary
from heed.lab.pieces import BEGIN, END, PAD, Pieces
from heed.lab.run import read, run
from heed.lab.task import Application, Plan, Run, Task
from heed.lab.train import batches, held_loss
from heed.lab.translators import Recurrent, Transformer
from heed.lab.writing import SKIPPED, greedy, sentences

SAID = ["the cat sat on the mat today", "a dog ran over the hill at night", "two birds sing"]
TRUTH = ["the cat sat on a mat today", "the dog ran over the hill at night", "two birds sing well"]


@pytest.fixture(scope="module")
def task() -> Task:
    return load(None, 0)


def test_pieces_join_to_the_text_they_came_from() -> None:
    texts = ["Zwei Männer, nass.", "Ein saftig-grünes Gras!", "Zwei Hunde laufen."] * 2
    pieces = Pieces(texts, 60)
    assert len(pieces) <= 60
    for text in texts:
        assert pieces.text(pieces.numbers(text)) == text.lower()
        assert pieces.text([BEGIN, *pieces.numbers(text), END, PAD]) == text.lower()
    assert "," in pieces.names(pieces.numbers(texts[0]))


def test_sentences_are_cut_to_the_longest_of_a_batch() -> None:
    stacked = sentences([[5, 6], [7]], [[8], [8, 9, 9, 9]], longest=4, known=None)
    short = stacked.rows(torch.tensor([0]))
    assert [part.tolist() for part in short.inputs] == [[[5, 6, END]], [[BEGIN, 8]]]
    assert short.target.tolist() == [[8, END]]
    both = stacked.rows(torch.tensor([1, 0]))
    assert both.target.tolist() == [[8, 9, 9, END], [8, END, SKIPPED, SKIPPED]]


def test_batches_hold_each_example_once_beside_others_as_long(task: Task) -> None:
    found = batches(task.train, 16, torch.Generator().manual_seed(0))
    assert sorted(torch.cat(tuple(found)).tolist()) == list(range(len(task.train)))
    lengths = (task.train.target != SKIPPED).sum(1)
    assert sum(int(lengths[one].max() - lengths[one].min()) for one in found) <= int(lengths.max())


def test_padding_costs_nothing(task: Task) -> None:
    torch.manual_seed(0)
    net, few = Recurrent(task, attends=True), task.test.rows(torch.arange(5))
    wide = replace(few, target=torch.nn.functional.pad(few.target, (0, 3), value=SKIPPED))
    wide = replace(wide, inputs=tuple(torch.nn.functional.pad(x, (0, 3)) for x in few.inputs))
    assert held_loss(net, wide) == pytest.approx(held_loss(net, few), rel=1e-5)


@pytest.mark.parametrize(
    "make", [partial(Recurrent, attends=True), partial(Recurrent, attends=False), Transformer]
)
def test_word_by_word_says_what_the_whole_sentence_says(
    task: Task, make: Callable[[Task], torch.nn.Module]
) -> None:
    torch.manual_seed(0)
    net = make(task).eval()
    few = task.test.rows(torch.arange(6))
    kept, steps = net.read(few.inputs[0]), []
    for place in range(few.inputs[1].shape[1]):
        step, kept = net.write(kept, few.inputs[1][:, place : place + 1])
        steps.append(step)
    torch.testing.assert_close(torch.cat(steps, 1), net(*few.inputs))


def test_a_fresh_net_with_attention_says_what_the_one_without_says(task: Task) -> None:
    torch.manual_seed(0)
    with_it, without = (Recurrent(task, attends=attends).eval() for attends in (True, False))
    without.load_state_dict(with_it.state_dict())
    few = task.test.rows(torch.arange(6))
    torch.testing.assert_close(with_it(*few.inputs), without(*few.inputs))


def counting(up_to: int) -> SimpleNamespace:
    """A writer that says 4, 5, 6 ... and ends past `up_to`, plus the source's first number."""

    def write(limit: torch.Tensor, said: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        following = torch.where(said == BEGIN, 4, said + 1)
        ended = following > limit
        return torch.nn.functional.one_hot(following.masked_fill(ended, END), 40), limit

    return SimpleNamespace(read=lambda source: source[:, :1] + up_to, write=write)


def test_writing_ends_each_sentence_at_its_end_and_all_at_the_longest() -> None:
    source = torch.tensor([[0], [2]])
    assert greedy(counting(5), source, longest=9).tolist() == [
        [4, 5, END, PAD, PAD],
        [4, 5, 6, 7, END],
    ]
    assert greedy(counting(5), source, longest=2).tolist() == [[4, 5], [4, 5]]


def test_the_dictionary_finds_the_words_of_a_made_language() -> None:
    sources, targets = made(300, np.random.default_rng(1))
    whole = [[text.strip(".").split() for text in side] for side in (sources, targets)]
    found = dictionary(*whole)
    assert {word: found[word] for word in MADE} == MADE
    assert by_word(["the", "unheard", "cat"], found) == ["da", "unheard", "mirra"]


def test_bleu_is_that_of_sacrebleu() -> None:
    metrics = pytest.importorskip("sacrebleu.metrics")
    counts = counted(SAID, TRUTH)
    whole = metrics.BLEU(lowercase=True).corpus_score(SAID, [TRUTH]).score / 100
    assert float(bleu(counts.sum(0))) == pytest.approx(whole)
    stacked = np.stack((counts.sum(0), counted(["no match"], ["at all"])[0]))
    assert bleu(stacked).tolist() == pytest.approx([whole, 0.0])


def test_a_gain_of_a_whole_set_is_paired_and_is_no_mean_of_sentences() -> None:
    pytest.importorskip("sacrebleu")
    good, bad = (counted(said * 20, TRUTH * 20) for said in (TRUTH, SAID))
    runs = [
        [Run("translate", net, 0, tuple(map(tuple, rows.tolist())))]
        for net, rows in (("additive", good), ("without", bad))
    ]
    found = bought(*runs, corpus=bleu)
    assert found.gain == pytest.approx(1 - float(bleu(bad.sum(0))))
    assert found.low < found.gain < found.high
    same = bought(runs[0], runs[0], corpus=bleu)
    assert (same.low, same.gain, same.high) == (0.0, 0.0, 0.0)


def counts_application(task: Task) -> Application:
    def scored(net: object, given: object) -> np.ndarray:
        return np.tile([1.0, 4.0], (len(task.test), 1))

    return Application(
        name="counts",
        asks="?",
        folder="",
        measure="share",
        load=lambda data, seed: task,
        nets={"a": partial(Recurrent, attends=True), "b": partial(Recurrent, attends=False)},
        attention="a",
        trivial="b",
        baseline=lambda task, seed: scored(None, None),
        small=Plan(epochs=1),
        scored=scored,
        corpus=lambda total: total[..., 0] / total[..., 1],
    )


def test_counts_are_kept_and_their_quality_is_that_of_the_sum(task: Task, tmp_path: Path) -> None:
    one = counts_application(task)
    made_ = run(one, data=None, seeds=1, folder=tmp_path, told=lambda step: None)
    assert {run_.quality for run_ in made_} == {0.25}
    kept = read(tmp_path, "counts", "small")
    assert sorted(kept, key=lambda run_: run_.net) == sorted(made_, key=lambda run_: run_.net)
    assert kept[0].scores[0] == (1.0, 4.0)


def test_the_pictures_show_every_piece(task: Task) -> None:
    torch.manual_seed(0)
    drawn = pictures(Recurrent(task, attends=True).eval(), task.test)
    assert len(drawn) == 3
    assert all("cat" in one or "dog" in one or "bird" in one or "fish" in one for one in drawn)
