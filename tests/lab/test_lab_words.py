"""Words a net learns: numbered by the training texts alone, pooled, shared with a summary."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from heed.lab.applications import find
from heed.lab.applications.classify import characters, words
from heed.lab.applications.difficulty import flesch
from heed.lab.applications.difficulty import made as excerpts
from heed.lab.applications.summarise import Chooser, worth
from heed.lab.applications.summarise import made as abstracts
from heed.lab.rouge import best_rouge_1, rouge_1
from heed.lab.sheet import read_sheet
from heed.lab.task import Examples
from heed.lab.train import choices, right
from heed.lab.words import POOLS, Worded, heaviest, numbered, vocabulary


@pytest.mark.parametrize(
    ("summary", "reference", "share"),
    [
        ("police kill the gunman", "police killed the gunman", 3 / 4),  # Lin 2004
        ("the gunman kill police", "police killed the gunman", 3 / 4),
        ("the the the", "The cat.", 2 / 5),  # a word counts as often as both hold it
        ("the cat sat", "the cat", 4 / 5),
        ("nothing", "shared", 0.0),
        ("", "", 0.0),
    ],
)
def test_rouge_1_of_known_pairs(summary: str, reference: str, share: float) -> None:
    assert rouge_1(summary, reference) == pytest.approx(share)


def test_the_nearest_of_several_references_counts() -> None:
    assert best_rouge_1("a b", ("c d", "a b", "a c")) == 1.0


@pytest.mark.parametrize(
    ("text", "ease"),
    [("The cat sat on the mat.", 116.145), ("The cat sat. It ran!", 206.835 - 2.5375 - 84.6)],
)
def test_flesch_of_known_sentences(text: str, ease: float) -> None:
    assert flesch(text) == pytest.approx(ease)


def test_long_words_are_less_easy() -> None:
    made = excerpts(100, np.random.default_rng(3))
    ease = [flesch(one.text) for one in made]
    assert np.corrcoef(ease, [one.easiness for one in made])[0, 1] > 0.9


def test_words_seen_once_are_unknown_and_long_texts_are_cut() -> None:
    known = vocabulary([["a", "b", "a"], ["b", "a", "c"]], most=5)
    assert known == {"a": 2, "b": 3}
    assert vocabulary([["a", "b", "a", "b", "a"]], most=1) == {"a": 2}
    assert numbered([["a", "c"], ["b", "a", "a", "a"]], known, 3).tolist() == [[2, 1, 0], [3, 2, 2]]


def test_characters_and_words_are_told_apart() -> None:
    assert characters("酒店WiFi不错,5星!") == ["酒", "店", "wifi", "不", "错", "5", "星"]
    assert words("It's good.<br />Really") == ["it's", "good", "really"]


@pytest.mark.parametrize("way", POOLS)
def test_empty_places_change_no_answer(way: str) -> None:
    torch.manual_seed(0)
    net = Worded(9, 3, way=way).eval()
    text = torch.tensor([[2, 5, 7]], dtype=torch.int32)
    longer = torch.tensor([[2, 5, 7, 0, 0]], dtype=torch.int32)
    assert torch.allclose(net(text), net(longer), atol=1e-6)


def test_the_heaviest_words_are_drawn_in_their_order() -> None:
    weights = torch.tensor([0.1, *[0.0] * 30, 0.2, 0.7])
    drawn = heaviest(weights, [*(f"w{n}" for n in range(31)), "late", "end"], "class")
    assert drawn.index("w0<") < drawn.index("late<") < drawn.index("end<")
    assert "w30<" not in drawn


@pytest.mark.parametrize("way", ["attention", "mean", "alone"])
def test_a_fresh_chooser_weighs_what_it_may_see_alike(way: str) -> None:
    torch.manual_seed(0)
    task = find("summarise").load(None, 0)
    rows, counts = task.test.rows(torch.arange(2)).inputs
    said, weights = Chooser(task, way).eval().look(rows, counts)

    assert said.isfinite().sum(-1).tolist() == counts.tolist()
    told = int(counts[0])
    expected = torch.eye(told) if way == "alone" else torch.full((told, told), 1 / told)
    assert torch.allclose(weights[0, 0, :told, :told], expected, atol=1e-6)


def test_a_mean_stays_a_mean_while_it_is_trained() -> None:
    task = find("summarise").load(None, 0)
    net = Chooser(task, "mean")
    part = task.train.rows(torch.arange(40))
    steps = torch.optim.AdamW(net.parameters(), lr=0.01)
    for _ in range(3):
        steps.zero_grad()
        torch.nn.functional.cross_entropy(net(*part.inputs), part.target).backward()
        steps.step()
    weights = net.eval().look(*part.inputs)[1][0, 0, :6, :6]
    assert torch.allclose(weights, torch.full((6, 6), 1 / 6), atol=1e-6)


def test_a_choice_is_worth_what_its_sentence_says() -> None:
    made = abstracts(3, np.random.default_rng(1))
    given = Examples((torch.zeros(3, 1),), torch.tensor([int(one.says.argmax()) for one in made]))
    known = Examples(given.inputs, given.target, tuple(made))
    best = given.target.numpy()
    assert worth(best, known).tolist() == [1.0, 1.0, 1.0]
    assert right(best, given).tolist() == [1.0, 1.0, 1.0]
    assert worth((best + 1) % 6, known).max() < 1


def test_the_first_choice_is_the_largest_number() -> None:
    given = Examples((torch.tensor([[0.1, 0.9], [2.0, 1.0]]),), torch.tensor([1, 1]))
    assert choices(torch.nn.Identity(), given).tolist() == [1, 0]


def test_a_sheet_is_read_with_its_gaps(tmp_path: Path) -> None:
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        told = "<si><t>name</t></si><si><r><t>two </t></r><r><t>parts</t></r></si>"
        book.writestr("xl/sharedStrings.xml", f"<sst {names}>{told}</sst>")
        first = '<row><c r="A1" t="s"><v>0</v></c><c r="B1"/></row>'
        second = '<row><c r="AB2" t="s"><v>1</v></c><c r="C2"><v>-0.5</v></c></row>'
        sheet = f"<worksheet {names}><sheetData>{first}{second}</sheetData></worksheet>"
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    assert read_sheet(tmp_path / "book.xlsx") == [{"A": "name"}, {"AB": "two parts", "C": "-0.5"}]
