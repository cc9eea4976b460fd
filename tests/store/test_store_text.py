import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from store_nouns import add_item, add_source, law, undone, words

from heed import store
from heed.store import text

LETTERS = "abcdefgABCéüßñжшλω"
CHINESE = "利率下调央行宣布降息经济"
MARKS = str.maketrans("", "", text.MARK_START + text.MARK_END)
term = st.text(LETTERS, min_size=1, max_size=8) | st.text(CHINESE, min_size=1, max_size=4)


def found(tx, typed):
    return [hit.item.key for hit in store.items.search(tx, typed)]


@law
@given(st.text(max_size=30) | st.text('"*-^+(){}:ANDORNEAR利a ', max_size=20))
@example('"')
@example('""')
@example("a AND")
@example("title:x")
@example("NEAR(a b)")
@example("\ud800")
@example("a\0b")
@example("\u4d00 𠀀 \U000323b0")
def test_whatever_is_typed_never_breaks_the_search(shared, typed):
    with undone(shared) as tx:
        add_item(tx, add_source(tx), text=f"a 利率 {typed}")
        store.items.search(tx, typed)


@law
@given(st.lists(term, min_size=1, max_size=6), st.data())
def test_every_word_of_a_text_finds_it(shared, terms, data):
    with undone(shared) as tx:
        source = add_source(tx)
        add_item(tx, source, "it", title="", text=" ".join(terms))
        add_item(tx, source, "other", title="", text="zzz")
        assert found(tx, data.draw(st.sampled_from(terms))) == ["it"]
        assert found(tx, " ".join(terms)) == ["it"]


@law
@given(st.text(CHINESE, min_size=2, max_size=12), st.data())
def test_every_part_of_a_chinese_text_finds_it_whole(shared, chinese, data):
    start = data.draw(st.integers(0, len(chinese) - 1))
    part = chinese[start : data.draw(st.integers(start + 1, len(chinese)))]
    with undone(shared) as tx:
        add_item(tx, add_source(tx), "it", title=chinese, text="")
        [hit] = store.items.search(tx, part)
        spans = re.findall(f"{text.MARK_START}(.+?){text.MARK_END}", hit.snippet)
        assert any(part in span for span in spans)


@law
@given(words, term)
def test_a_snippet_without_its_marks_is_part_of_the_text(shared, around, wanted):
    body = f"{around} {wanted} {around}"
    with undone(shared) as tx:
        add_item(tx, add_source(tx), title="", text=body)
        [hit] = store.items.search(tx, wanted)
        clean = body.translate(MARKS).replace("\u200b", "")
        assert hit.snippet.translate(MARKS).strip("…") in clean
        assert hit.snippet.count(text.MARK_START) == hit.snippet.count(text.MARK_END) > 0


def test_characters_that_are_not_next_to_each_other_are_not_a_word(db):
    with db.write() as tx:
        add_item(tx, add_source(tx), "it", text="利息与汇率")
        assert found(tx, "利率") == []
        assert found(tx, "利 率") == ["it"]


def test_all_words_must_occur_and_quoted_ones_in_order(db):
    with db.write() as tx:
        add_item(tx, add_source(tx), "it", title="Central bank cuts rates", text="A long body.")
        assert found(tx, "rates bank") == ["it"]
        assert found(tx, '"bank cuts" BODY') == ["it"]
        assert found(tx, '"cuts bank"') == []
        assert found(tx, "rates missing") == []


@pytest.mark.parametrize("typed", ["", "  ", "***", '"', "- ^", "…。"])
def test_nothing_to_search_finds_nothing(db, typed):
    with db.write() as tx:
        add_item(tx, add_source(tx))
        assert found(tx, typed) == []


def test_punctuation_among_words_is_passed_over(db):
    with db.write() as tx:
        add_item(tx, add_source(tx), "it", text="Rates were cut, again.")
        assert found(tx, "rates - *cut* — (again) !") == ["it"]


def test_words_are_found_in_other_forms_and_without_accents(db):
    with db.write() as tx:
        add_item(tx, add_source(tx), "it", text="The élite was reading newspapers.")
        assert found(tx, "elite newspaper reads") == ["it"]


def test_a_word_in_the_title_counts_more_than_in_the_text(db):
    with db.write() as tx:
        source = add_source(tx)
        add_item(tx, source, "body", title="Something", text="On tariffs and other things.")
        add_item(tx, source, "title", title="On tariffs", text="Something and other things.")
        assert found(tx, "tariffs") == ["title", "body"]


def test_the_lead_is_searched_where_there_is_no_text(db):
    with db.write() as tx:
        add_item(tx, add_source(tx), "it", lead="Only a teaser", text="")
        assert found(tx, "teaser") == ["it"]


def test_the_limit_is_kept(db):
    with db.write() as tx:
        source = add_source(tx)
        for number in range(5):
            add_item(tx, source, f"k{number}")
        assert len(store.items.search(tx, "whole", 3)) == 3


def test_changed_words_are_found_and_old_ones_are_not(db):
    with db.write() as tx:
        source = add_source(tx)
        add_item(tx, source, title="Before 之前")
        add_item(tx, source, title="After 之后")
        assert found(tx, "before") == found(tx, "之前") == []
        assert found(tx, "after") == found(tx, "之后") == ["k1"]


@law
@given(st.lists(st.tuples(st.sampled_from("abc"), words), max_size=8))
def test_the_index_always_agrees_with_the_texts(shared, changes):
    with undone(shared) as tx:
        source = add_source(tx)
        for key, body in changes:
            add_item(tx, source, key, text=body)
        # Raises where the index differs from what the view shows.
        tx.connection.exec_driver_sql(
            "INSERT INTO item_words (item_words, rank) VALUES ('integrity-check', 1)"
        )
