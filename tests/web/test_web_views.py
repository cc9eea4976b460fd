"""What pages say, made from hand-made nouns without a home."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from itertools import pairwise

import nouns
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.models.encoder import Attended
from heed.types import GLANCE_S, Ledger, LedgerDay, LedgerSource
from heed.web.attention import attention_view
from heed.web.bar import WIDTH, parts
from heed.web.edition import LONGEST_LEAD, edition_view, news
from heed.web.ledger import HEIGHT, ledger_view
from heed.web.leftout import ON_A_PAGE, left_out_view
from heed.web.place import Progress
from heed.web.story import ending
from heed.wording import Words

EN = Words("en", UTC)
NOTHING = Progress({}, {})
COUNTS = st.lists(st.integers(1, 3600), min_size=1, max_size=40)


@given(COUNTS, st.integers(60, 7200))
def test_the_bar_is_as_long_as_the_budget_or_the_plan(seconds: list[int], granted_s: int) -> None:
    slots = [replace(nouns.slot(0), seconds=one) for one in seconds]
    made = parts(slots, granted_s, frozenset(), Words())
    assert [part.number for part in made] == list(range(1, len(seconds) + 1))
    for part, following in pairwise(made):
        assert part.x <= following.x
    share = sum(seconds) / max(granted_s, sum(seconds))
    assert made[-1].x + WIDTH * seconds[-1] / max(granted_s, sum(seconds)) == pytest.approx(
        WIDTH * share, abs=0.01
    )


def test_a_bar_without_pieces_is_empty() -> None:
    assert parts((), 1800, frozenset(), Words()) == ()


def test_an_edition_says_its_minutes_pieces_and_end() -> None:
    view = edition_view(nouns.edition(), nouns.items(), NOTHING, EN, now=nouns.NOW)
    assert (view.day, view.granted, view.count) == ("Friday 20 November", "30 min", "6 pieces")
    assert view.until == "8:24"
    assert view.planned == "29 min planned, 1 min given back"
    assert view.left_out == "4 pieces were left out"
    assert view.first_day


def test_exploring_and_asked_pieces_stand_under_their_own_heading() -> None:
    view = edition_view(nouns.edition(), nouns.items(), NOTHING, EN, now=nouns.NOW)
    headings = [shelf.heading for shelf in view.shelves]
    assert headings == ["", "you asked for these", "outside your habits"]
    assert [piece.number for shelf in view.shelves for piece in shelf.pieces] == [1, 2, 3, 4, 5, 6]


def test_an_edition_is_finished_when_every_piece_is_read() -> None:
    read = Progress({one: GLANCE_S for one in nouns.items()}, {})
    view = edition_view(nouns.edition(), nouns.items(), read, EN, now=nouns.NOW)
    assert view.finished
    assert view.until == ""


def test_a_glance_is_not_reading() -> None:
    assert not Progress({1: GLANCE_S - 1}, {}).done(1)
    assert Progress({1: 0}, {1: "none"}).done(1)


def test_a_piece_whose_item_is_gone_keeps_its_title() -> None:
    view = edition_view(nouns.edition(), {}, NOTHING, EN, now=nouns.NOW)
    assert view.shelves[0].pieces[0].title == nouns.TITLES[0][0]
    assert view.shelves[0].pieces[0].lead == ""


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        ("It rained. It stopped.", "It rained. It stopped."),
        ("It rained. " + "And so on " * 30, "It rained."),
        ("下雨了。" + "等等" * 99, "下雨了。"),
        ("等" * 99, "等" * 89 + "…"),
        ("A rise of 1.5 per cent. " + "And so on " * 30, "A rise of 1.5 per cent."),
        ("no end in sight", "no end in sight"),
        ("", ""),
    ],
)
def test_a_lead_is_whole_sentences(lead: str, said: str) -> None:
    assert news(lead) == said


@given(st.text(max_size=2000))
def test_a_lead_is_never_long(lead: str) -> None:
    assert len(news(lead)) <= LONGEST_LEAD


def test_left_out_comes_in_bounded_pages() -> None:
    many = tuple(nouns.left_out(n, 2000 + n) for n in range(2 * ON_A_PAGE + 1))
    edition = nouns.edition(left_out=many)
    pages = [left_out_view(edition, n, EN) for n in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [ON_A_PAGE, ON_A_PAGE, 1]
    assert [(page.earlier, page.later) for page in pages] == [(0, 2), (1, 3), (2, 0)]


def test_after_the_last_piece_the_edition_is_over() -> None:
    edition = nouns.edition()
    all_but_one = {slot.item_id: 60 for slot in edition.slots[:-1]}
    last = nouns.items()[edition.slots[-1].item_id]
    given = Progress(all_but_one, {last.id: "all"})
    assert ending(last, edition, given, EN).next_href == ""
    first = nouns.items()[edition.slots[0].item_id]
    assert ending(first, edition, NOTHING, EN).next_title == edition.slots[1].title


def test_a_skipped_piece_comes_back_as_next() -> None:
    edition = nouns.edition()
    last = nouns.items()[edition.slots[-1].item_id]
    assert ending(last, edition, NOTHING, EN).next_title == edition.slots[0].title


def test_the_ledgers_columns_stay_in_the_picture() -> None:
    days = tuple(
        LedgerDay(date(2026, 11, 1) + timedelta(n), 1800, 600 * (n % 4), 300, 1800 - 600)
        for n in range(60)
    )
    account = Ledger(1, 2, 3, 4, 6, 1.2, 0.9, 1.5, 60.0, days, (
        LedgerSource(7, "", "", 60, 0, None, 0.0),
    ))  # fmt: skip
    view = ledger_view(account, EN)
    blocks = [block for column in view.chart.columns for block in column.blocks]
    assert len(view.chart.columns) == 30
    assert all(0 <= block.y <= HEIGHT and block.x + block.width <= 720 for block in blocks)
    assert "somewhere between 0.9 and 1.5" in view.told
    assert view.sources[0].title == "a source since removed"


def looked(length: int) -> Attended:
    rng = np.random.default_rng(7)
    weights = rng.random((2, 3, length, length))
    weights /= weights.sum(axis=-1, keepdims=True)
    tokens = tuple(f"t{n}" for n in range(length))
    spans = tuple((n, n + 1) for n in range(length))
    return Attended(tokens, spans, weights.astype(np.float32), np.full(length, 1 / length))


def test_the_words_shares_of_looking_sum_to_a_hundred() -> None:
    view = attention_view(looked(9), "text", 1, 2, EN)
    assert sum(float(word.share) for word in view.words) == pytest.approx(100, abs=0.5)
    assert view.caption == "Layer 1, head 2"


def test_the_darkest_square_is_the_heaviest_weight() -> None:
    view = attention_view(looked(9), "text", 2, 1, EN)
    heaviest = float(looked(9).weights[1, 0].max())
    assert max(cell.dark for cell in view.cells) == 1
    assert view.darkest == f"{heaviest:.2f}"


def test_the_map_is_bounded_and_says_so() -> None:
    view = attention_view(looked(90), "text", 0, 0, EN)
    assert view.side == 64
    assert view.cut
    assert len(view.words) == 90


def test_an_impossible_layer_or_head_is_the_last_one() -> None:
    view = attention_view(looked(4), "text", 50, 50, EN)
    assert view.caption == "Layer 2, head 3"
