"""The picture of a computation carries the call's own numbers, and lives anywhere an SVG may."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from heed.attention import (
    Additive,
    AuxRequest,
    Bilinear,
    Budget,
    Cosine,
    Entmax,
    Linear,
    TopK,
    attention,
)
from heed.attention.computation import computation_svg
from heed.attention.drawing import page
from heed.attention.normalize import find_normalizer
from heed.attention.steps import steps, written

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ["bank", "river", "money"]
X = np.array([[1.0, 1.0], [1.5, 0.0], [0.0, 1.5]])
MAY = ~np.eye(3, dtype=bool)


def drawn(seed, queries, keys, *, width=3, **how):
    """A random call: its arrays and its picture."""
    rng = np.random.default_rng(seed)
    arrays = [rng.normal(size=(n, width)) for n in (len(queries), len(keys), len(keys))]
    return arrays, computation_svg(*arrays, queries=queries, keys=keys, **how)


HOW = {
    "plain": {},
    "causal": {"is_causal": True},
    "scaled": {"scale": 0.3, "normalize": "sparsemax"},
    "a mask to be added": {"attn_mask": np.array([[0.0, -1, -np.inf, 0.5]] * 3)},
    "top k": {"normalize": TopK(2)},
    "entmax": {"normalize": Entmax(1.3)},
    "a budget": {"normalize": Budget(0.8)},
    "linear": {"normalize": Linear(), "is_causal": True},
    "cosine": {"score": Cosine(4.0)},
    "bilinear": {"score": Bilinear(np.arange(9.0).reshape(3, 3) / 9)},
    "additive": {"score": Additive(np.ones((2, 3)), np.eye(2, 3), np.array([1.0, -2]))},
}
ASKED, SEEN = ["the", "<script>", 'a"b'], ["央行", "raises", "rates", "internationalisation"]
PICTURES = {name: drawn(i, ASKED, SEEN, **how) for i, (name, how) in enumerate(HOW.items())}
LOOKS = {name: picture for name, (_, picture) in PICTURES.items()} | {
    "one token": computation_svg(X[:1], X[:1], X[:1], queries=["a"]),
    "eight tokens": drawn(9, ["word"] * 8, ["word"] * 8, width=4, follow=7)[1],
    "wide vectors": drawn(9, ["a", "b"], ["c"], width=64)[1],
    "nowhere": computation_svg(X, X, X, np.zeros((3, 3), dtype=bool), queries=WORDS),
}
every = pytest.mark.parametrize("svg", LOOKS.values(), ids=LOOKS.keys())


def cells(svg):
    """(exact, printed) of every number, table by table."""
    found = []
    for group in ElementTree.fromstring(svg).findall(f"{SVG}g"):
        title, text = group.find(f"{SVG}title"), group.find(f".//{SVG}text")
        if title is not None:
            found.append((float(title.text), text.text))
    return found


@every
def test_a_computation_is_well_formed_and_needs_nothing_from_outside(svg):
    root = ElementTree.fromstring(svg)

    assert root.get("aria-label") == "Attention, step by step"
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "rect", "text", "g", "path"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert "href" not in element.attrib
    assert "http" not in page("A call", svg).replace("http://www.w3.org/2000/svg", "")


@every
def test_no_part_of_a_computation_lies_outside_it(svg):
    root = ElementTree.fromstring(svg)
    width, height = (float(x) for x in root.get("viewBox").split()[2:])

    for rect in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        assert min(x, y) >= 0
        assert x + w <= width
        assert y + h <= height
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= width
        assert 0 <= float(text.get("y")) <= height


@pytest.mark.parametrize("name", HOW)
def test_what_is_drawn_is_what_attention_computes(name):
    arrays, svg = PICTURES[name]
    query, key, value = arrays
    output, seen = attention(*arrays, **HOW[name], return_aux=AuxRequest(weights=True))
    found = steps(*arrays, **HOW[name])
    tables = (query, key.T, found.agreement, found.scores, seen.weights, value, output)

    exact, printed = zip(*cells(svg), strict=True)
    np.testing.assert_allclose(exact, np.concatenate([t.ravel() for t in tables]), rtol=1e-5)
    for x, text in zip(exact, printed, strict=True):
        said = float(text.replace("−", "-").replace("∞", "inf"))
        assert said == pytest.approx(x, abs=0.00501)


@pytest.mark.parametrize("name", HOW)
def test_every_step_follows_from_the_one_before(name):
    arrays, _ = PICTURES[name]
    found = steps(*arrays, **HOW[name])
    normalize = find_normalizer(HOW[name].get("normalize", "softmax"))

    np.testing.assert_allclose(normalize(found.scores.copy()), found.weights, atol=1e-12)
    np.testing.assert_allclose(found.weights @ found.value, found.output, atol=1e-12)
    kept = np.isfinite(found.scores)
    mask = HOW[name].get("attn_mask", np.zeros(1))
    np.testing.assert_allclose((found.scaled + mask)[kept], found.scores[kept], atol=1e-12)


def test_the_dot_is_drawn_before_and_after_its_scale():
    found = steps(X, X, X, MAY)

    np.testing.assert_array_equal(found.agreement, X @ X.T)
    np.testing.assert_allclose(found.scaled, X @ X.T / np.sqrt(2))
    np.testing.assert_array_equal(np.isneginf(found.scores), ~MAY)


def lines(svg):
    """The text of a picture, one a line."""
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_followed_row_is_worked_by_hand():
    assert lines(computation_svg(X, X, X, MAY, queries=WORDS))[-8:] == [
        "1.",
        "score(bank, river) = 1.0×1.5 + 1.0×0 = 1.50",
        "2.",
        "1.50 ÷ √2 = 1.06;  bank may not look at bank",
        "3.",
        "weight(bank, river) = exp(1.06) ÷ (exp(1.06) + exp(1.06)) = 0.50",
        "4.",
        "output(bank) = 0.50 river + 0.50 money = (0.75, 0.75)",
    ]


def test_a_row_that_may_look_nowhere_says_so():
    assert (
        lines(LOOKS["nowhere"])[-1] == "bank looks nowhere: its weights and its output are zeros."
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("scaled", "sparsemax, row by row"),
        ("scaled", "× 0.3, no mask"),
        ("a mask to be added", "÷ √3, + mask"),
        ("top k", "softmax of the 2 best, row by row"),
        ("entmax", "entmax 1.3, row by row"),
        ("a budget", "allocate, row by row"),
        ("linear", "no scale, −∞ where forbidden"),
        ("linear", "φ(q) · φ(k)"),
        ("additive", "v · tanh(W q + U k)"),
    ],
)
def test_each_step_is_named_as_it_was_asked_for(name, says):
    assert says in lines(LOOKS[name])


def test_of_wide_vectors_the_first_seven_numbers_are_drawn():
    texts = [text for text in lines(LOOKS["wide vectors"]) if text == "…"]

    assert len(texts) == 2 + 1 + 1 + 2  # queries, key, value, outputs
    assert re.search(r"output\(a\) = 1 c = \(.*, …\)", LOOKS["wide vectors"])


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([1, 2, -3], ["1", "2", "−3"]),
        ([1, 0.5, 0], ["1.0", "0.5", "0"]),
        ([1 / 3, -np.inf, 0], ["0.33", "−∞", "0"]),
        ([0.5, 1e-9, -0.001], ["0.50", "0.00", "0.00"]),
        ([0.0123, 0.004], ["0.012", "0.004"]),
        ([123456.0, -1.5], ["1.2e+05", "−1.5"]),
        ([0, 0], ["0", "0"]),
    ],
)
def test_only_nothing_is_written_as_nothing_and_no_digit_is_wasted(numbers, texts):
    assert written(np.array([numbers], dtype=float)) == [texts]


@pytest.mark.torch
def test_tensors_are_drawn_as_arrays_are():
    import torch

    x = torch.from_numpy(X).requires_grad_()

    theirs = computation_svg(x, x, x, torch.from_numpy(MAY), queries=WORDS)
    assert theirs == computation_svg(X, X, X, MAY, queries=WORDS)


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (lambda: computation_svg(X, X, X, queries=["a"]), "queries has 1 tokens for 3 rows"),
        (lambda: drawn(0, ["a"] * 9, ["a"]), "queries has 9 tokens for 9 rows; .* 1 to 8"),
        (lambda: computation_svg(X, X, X, queries=WORDS, keys=["a"]), "keys has 1 tokens"),
        (lambda: computation_svg(X, X, X, queries=WORDS, follow=3), "follow is 3; .* 0 to 2"),
        (lambda: computation_svg(X[None], X, X, queries=WORDS), r"query has shape \(1, 3, 2\)"),
        (lambda: computation_svg(X, X, X, queries=WORDS, score="cat"), "score is 'cat'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, says):
    with pytest.raises(ValueError, match=says):
        draw()
