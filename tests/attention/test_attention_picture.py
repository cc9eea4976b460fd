"""Pictures carry every number, under a strict content policy, whatever the tokens are."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from heed.attention.picture import heads_html, heat_svg, sentence_picture, text_map

WORDS = ["the", "<script>", 'a"b', "央行"]
WEIGHTS = np.array([[0.7, 0.1, 0.1, 0.1], [0, 1, 0, 0], [0.25] * 4, [0.4, 0.3, 0.2, 0.1]])
PICTURES = {
    "one head": heat_svg(WEIGHTS, WORDS),
    "many heads": heat_svg(np.stack([WEIGHTS] * 5), WORDS),
    "many words": heat_svg(np.full((40, 40), 0.025), ["word"] * 40),
    "crossing": heat_svg(WEIGHTS[:2], WORDS[:2], WORDS),
    "no words": heat_svg(np.zeros((0, 0)), []),
    "sentence": sentence_picture(WORDS, WEIGHTS.sum(0)),
}
every = pytest.mark.parametrize("svg", PICTURES.values(), ids=PICTURES.keys())


@every
def test_a_picture_is_well_formed_and_says_what_it_is(svg):
    root = ElementTree.fromstring(svg)

    assert root.tag.endswith("svg")
    assert root.get("role") == "img"
    assert root.get("aria-label")


@every
def test_a_picture_lives_under_a_policy_without_inline_style_or_script(svg):
    for element in ElementTree.fromstring(svg).iter():
        assert element.tag.split("}")[1] in {"svg", "title", "rect", "text", "g"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert "href" not in element.attrib


@every
def test_a_notebook_draws_a_picture_by_itself(svg):
    assert svg._repr_html_() == svg


@every
def test_nothing_is_drawn_outside_the_picture(svg):
    root = ElementTree.fromstring(svg)
    width, height = (float(x) for x in root.get("viewBox").split()[2:])

    for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
        x, y, w, h = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        assert min(x, y) >= 0
        assert x + w <= width
        assert y + h <= height


def test_every_cell_says_its_number_and_one_head_prints_them():
    svg = PICTURES["one head"]

    assert "the → the: 0.700" in svg
    assert "→ a&quot;b: 0.250" in svg
    assert re.findall(r">(\.70|1|\.25)<", svg)


def test_cells_are_as_deep_as_their_share_of_the_strongest():
    depth = dict(re.findall(r'fill-opacity="([\d.]+)"><title>([^<]*)', PICTURES["one head"]))

    assert {v: float(k) for k, v in depth.items()}["the → the: 0.700"] == 0.7


def test_white_ink_only_on_deep_cells():
    inks = re.findall(r'fill="([^"]+)">(\.\d\d|1)<', PICTURES["one head"])

    assert {ink for ink, number in inks if number in (".70", "1")} == {"#ffffff"}
    assert {ink for ink, number in inks if number in (".10", ".25")} == {"currentColor"}


def test_many_heads_are_named_and_share_one_scale():
    svg = PICTURES["many heads"]

    assert all(f"head {i}<" in svg for i in range(1, 6))
    assert svg.count(">1.00<") == 1


def test_a_page_opens_offline_and_has_a_picture_for_every_layer():
    page = heads_html(np.stack([[WEIGHTS] * 2] * 3), WORDS, title="a < b")

    assert page.startswith("<!doctype html>")
    assert page.count("<svg") == 3
    assert "<title>a &lt; b</title>" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_terminal_sees_percents_and_shades():
    lines = text_map(np.array([[0.75, 0.25], [0, 1.0]]), ["cat", "sat"]).splitlines()

    assert lines == ["       cat   sat", "cat  ▓▓ 75 ░░ 25", "sat      0 ██100"]


def test_a_terminal_numbers_many_columns_and_names_them_below():
    words = [f"w{i}" for i in range(20)]

    lines = text_map(np.eye(20), words).splitlines()

    assert lines[1].endswith("██")
    assert lines[-1].startswith("columns: 1 w0 2 w1")


def test_a_terminal_shows_heads_one_by_one():
    assert text_map(np.stack([np.eye(2)] * 2), ["a", "b"]).count("head ") == 2


def test_chinese_words_keep_terminal_columns_straight():
    lines = text_map(np.eye(2), ["央行", "a"]).splitlines()

    columns_before = lines[1].index("█") + len("央行")
    assert columns_before == lines[2].index("█") - 6


def test_a_continued_word_has_no_gap_before_it():
    svg = sentence_picture(["in", "##flation"], [1, 3])
    first, second = re.findall(r'<text x="([\d.]+)"[^>]*textLength="([\d.]+)"', svg)

    assert float(first[0]) + float(first[1]) == pytest.approx(float(second[0]), abs=0.2)
    assert "##flation: 75.0 %" in svg
    assert ">flation<" in svg


def test_a_long_sentence_wraps():
    svg = sentence_picture(["word"] * 60, np.ones(60), width=300)

    assert len(set(re.findall(r'<text x="8.0" y="(\d+)"', svg))) > 5


@pytest.mark.torch
def test_tensors_are_drawn_too():
    import torch

    assert heat_svg(torch.from_numpy(WEIGHTS), WORDS) == PICTURES["one head"]


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (
            lambda: heat_svg(WEIGHTS, WORDS[:3]),
            r"weights has shape \(1, 4, 4\)|weights has shape \(4, 4\)",
        ),
        (lambda: text_map(WEIGHTS[0], WORDS), r"weights has shape \(4,\); expected"),
        (lambda: sentence_picture(WORDS, [1, 2]), r"received has shape \(2,\); expected \(4,\)"),
    ],
)
def test_tokens_and_weights_that_do_not_fit_are_refused(draw, says):
    with pytest.raises(ValueError, match=says):
        draw()
