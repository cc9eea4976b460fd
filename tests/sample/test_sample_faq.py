"""The shop's FAQ: enough rows, in two languages, each with its answer and intent."""

import re
from collections import Counter

from heed import sample


def test_there_are_about_thirty_english_rows_and_fifteen_chinese_ones() -> None:
    assert len(sample.faq("en")) >= 30
    assert len(sample.faq("zh")) >= 15
    assert len(sample.faq()) == len(sample.faq("en")) + len(sample.faq("zh"))


def test_no_question_is_asked_twice() -> None:
    counted = Counter(row.question for row in sample.faq())
    assert max(counted.values()) == 1


def test_every_row_has_an_answer_and_a_plain_intent() -> None:
    for row in sample.faq():
        assert row.answer.strip()
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", row.intent)


def test_chinese_customers_have_no_intent_english_ones_lack() -> None:
    english = {row.intent for row in sample.faq("en")}
    assert {row.intent for row in sample.faq("zh")} <= english


def test_rows_are_in_the_language_they_claim() -> None:
    for row in sample.faq():
        assert bool(re.search(r"[\u4e00-\u9fff]", row.question)) == (row.language == "zh")
