"""Laws of heed's words, in both languages."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache

import nouns
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from messages import SOURCE, messages

from heed.types import ANSWERS, Cue, Reason, Rule, RulePrice, Tone
from heed.wording import LANGUAGES, Language, Words

PO = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES" / "heed.po"
HOLES = re.compile(r"\{(\w+)\}")
EN, ZH = Words("en", UTC), Words("zh", UTC)


@cache
def catalog() -> dict[str | tuple[str, ...], str]:
    with PO.open("rb") as file:
        return {
            one.id if isinstance(one.id, str) else tuple(one.id): one.string
            if isinstance(one.string, str)
            else one.string[0]
            for one in read_po(file)
            if one.id and one.context is None
        }


def test_every_message_has_a_chinese_translation() -> None:
    assert {message for message in messages() if not catalog().get(message)} == set()


def test_no_translation_is_left_over() -> None:
    assert set(catalog()) - messages() == set()


def test_translations_fill_the_same_holes() -> None:
    for message, text in catalog().items():
        original = message if isinstance(message, str) else message[1]
        assert set(HOLES.findall(text)) == set(HOLES.findall(original)), message


def test_chinese_sets_a_space_between_latin_and_han() -> None:
    glued = re.compile(r"[A-Za-z0-9][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z0-9]")
    assert [text for text in catalog().values() if glued.search(text)] == []


def test_chinese_uses_full_width_punctuation() -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:!?()]")
    assert [text for text in catalog().values() if half.search(text)] == []


def test_chinese_sets_no_space_where_han_fills_the_hole() -> None:
    said = "{spent} of {granted} read today"
    assert ZH.gettext(said, spent=ZH.minutes(20), granted="30 分钟") == (
        "今天读了不到一分钟，共 30 分钟"
    )
    assert ZH.gettext(said, spent="6 分钟", granted="") == "今天读了 6 分钟，共 "
    assert EN.gettext(said, spent="一", granted="二") == "一 of 二 read today"


def test_nothing_shouts() -> None:
    said = [
        text
        for message in messages()
        for text in ([message] if isinstance(message, str) else message)
    ]
    assert [text for text in [*said, *catalog().values()] if "!" in text or "！" in text] == []


def test_a_reason_names_what_was_liked() -> None:
    liked = Reason("liked", 0.4, "Rust 1.90 ships", 7)
    assert EN.reason(liked) == "Because *Rust 1.90 ships* was worth it to you."
    assert ZH.reason(liked) == "因为你觉得《Rust 1.90 ships》值得。"


def test_a_reason_in_parts_joins_to_the_same_sentence() -> None:
    for words in (EN, ZH):
        for reason in nouns.REASONS:
            assert str(words.reason_parts(reason, "*")) == words.reason(reason)


@given(st.text(min_size=1))
def test_any_title_may_be_the_subject_of_a_reason(title: str) -> None:
    for words in (EN, ZH):
        assert words.reason_parts(Reason("liked", 0.1, title, 7)).subject == title


def test_an_exploring_piece_says_so_first() -> None:
    told = EN.telling((Reason("liked", 9.0, "x"), Reason("explore", 0.0)))
    assert told[0].kind == "explore"


def test_a_past_piece_is_named_even_where_other_reasons_weigh_more() -> None:
    liked = Reason("liked", 0.05, "x", 7)
    others = (Reason("source", 0.4, "s"), Reason("recency", 0.3), Reason("outlets", 0.2, "3"))
    told = EN.telling((Reason("unsure", 0.0), *others, liked))
    assert [one.kind for one in told] == ["source", "recency", "liked"]


def test_being_unsure_is_told_where_there_is_room() -> None:
    told = EN.telling((Reason("unsure", 0.0), Reason("recency", 0.3)))
    assert [one.kind for one in told] == ["recency", "unsure"]


def test_unnamed_past_pieces_are_counted() -> None:
    told = EN.reason(Reason("liked", 0.2, "7"))
    assert told == "A little like 7 other pieces that were worth it to you."


def test_the_start_value_is_told_only_when_nothing_else_is() -> None:
    prior = Reason("prior", 0.9)
    assert EN.telling((prior, Reason("recency", 0.2))) == (Reason("recency", 0.2),)
    assert EN.telling((prior,)) == (prior,)


def test_a_price_says_what_ten_more_minutes_bring() -> None:
    assert EN.price(nouns.edition()) == (
        "A minute is worth 1.4 today: you left out pieces worth more than they cost. "
        "Ten more minutes would bring you up to 2 of them."
    )


def test_an_edition_that_is_not_full_gives_minutes_back() -> None:
    slack = nouns.edition(price=0.0, left_out=(), granted_s=nouns.edition().planned_s + 480)
    assert EN.price(slack) == ("That is all there is. 8 minutes are yours again.")
    assert "8 分钟还给你" in ZH.price(slack)


def test_an_edition_without_pieces_keeps_no_minute() -> None:
    assert "all yours" in EN.price(nouns.edition(slots=(), left_out=(), price=0.0))


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0, "0 min", "0 分钟"),
        (20, "under a minute", "不到一分钟"),
        (350, "6 min", "6 分钟"),
        (6000, "1 h 40 min", "1 小时 40 分钟"),
    ],
)
def test_durations_are_said_as_a_person_would(seconds: int, en: str, zh: str) -> None:
    assert (EN.minutes(seconds), ZH.minutes(seconds)) == (en, zh)


def test_dates_are_said_in_the_readers_language() -> None:
    day = date(2026, 11, 20)
    assert (EN.date(day), ZH.date(day)) == ("Friday 20 November", "11月20日 星期五")


def test_a_moment_is_said_by_how_far_it_is() -> None:
    now = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    assert EN.when(now, now) == "9:05"
    assert EN.when(now - timedelta(days=1), now) == "19 Nov 9:05"
    assert EN.when(now - timedelta(days=900), now) == "3 Jun 2024"
    assert ZH.when(now - timedelta(days=900), now) == "2024年6月3日"


def test_a_failing_source_says_what_happened_and_what_now() -> None:
    visit = nouns.visit(failures=1, trouble="Quayside Daily did not answer (timeout after 20 s).")
    assert EN.health(nouns.source(), visit, nouns.NOW) == (
        "Quayside Daily did not answer (timeout after 20 s). Trying again at 8:30."
    )


def test_a_source_that_is_gone_is_not_asked_again() -> None:
    assert "stopped asking" in EN.health(nouns.source(), nouns.visit(gone=True), nouns.NOW)


def test_a_rule_and_its_price_are_sentences() -> None:
    rule = Rule(1, "topic", "Science", "floor", 300)
    assert EN.rule(rule) == "At least 5 min of Science a day."
    assert EN.rule_price(RulePrice(rule, 0.3)) == "Each minute of it cost 0.3 today."
    assert EN.rule_price(RulePrice(rule, 0.0)) == "It cost nothing today."
    assert "could not hold" in EN.rule_price(RulePrice(rule, 0.0, met=False))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_has_its_own_word(language: Language) -> None:
    words = Words(language)
    assert len({words.answer(answer) for answer in ANSWERS}) == len(ANSWERS)


def test_a_tone_names_words_that_say_something_and_no_stops() -> None:
    cues = [
        Cue(word, 0, 1, 1.0, share) for word, share in (("soars", 0.3), (".", 0.2), ("a", 0.01))
    ]
    assert EN.tone_told(Tone("Arvo", 0.51, tuple(cues))) == "Arvo +0.5: soars +0.30"
    assert EN.tone_told(Tone("Arvo", 0.01, tuple(cues[2:]))) == "Arvo 0.0"
