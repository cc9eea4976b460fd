from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from heed.assist.wanted import holds, kind
from heed.assist.words import content, phrases, sentences, words

MIXED = st.text(
    st.sampled_from("abcXYZ 0189.,!?\n\"'()利率下调。！？“”") | st.characters(codec="utf-8"),
    max_size=200,
)


@given(MIXED)
def test_a_word_lies_where_it_says(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end].lower() == word.text


@given(MIXED)
def test_sentences_are_in_order_and_leave_out_only_blanks(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Dr. Blum of the U.S. team left. He paid 3.5 crowns. 他走了。她没有！"
    told = [text[start:end] for start, end in sentences(text)]
    assert told == (
        ["Dr. Blum of the U.S. team left.", "He paid 3.5 crowns.", "他走了。", "她没有！"]
    )


def test_a_question_is_about_its_rarer_words() -> None:
    assert content("What year was Casimir born in Warsaw?") == ("year", "casimir", "born", "warsaw")
    assert content("央行的利率是多少？") == ("央行", "利率")
    assert content("to be or not to be") == ("to", "be", "or", "not")
    assert content('?! "" ') == ()


def test_quoted_words_are_phrases() -> None:
    assert phrases('rates "in order" and "" and "?!" "利率"') == ("in order", "利率")


def test_what_a_question_asks_for() -> None:
    asked = {
        "When was it founded?": "time",
        "In what year did it open?": "time",
        "How many boats are there?": "number",
        "Who priced the lighthouses?": "name",
        "What is a tide mill?": "",
        "大桥什么时候通车？": "time",
        "一共投资多少亿元？": "number",
        "锣鼓经是什么？": "",
    }
    assert {question: kind(question) for question in asked} == asked


def test_an_answer_says_more_than_its_question() -> None:
    assert holds("time", "It opened in 1886.", "When did it open?")
    assert not holds("time", "It opened in 1886.", "What happened when it opened in 1886?")
    assert holds("number", "There were forty-one, or 41.", "How many?")
    assert not holds("number", "There were some.", "How many?")
    assert holds("name", "It was priced by Anna Blum.", "Who priced it?")
    assert not holds("name", "It was priced by a clerk.", "Who priced it?")
    assert holds("number", "共有三艘船。", "有几艘船？")
