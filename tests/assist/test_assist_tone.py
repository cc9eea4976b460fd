"""The tone towards an entity: near words count, far ones hardly, and the parts sum to the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.assist.watch import overall, tones
from heed.assist.watch.lexicon import entries, find
from heed.types import Entity

ARVO = Entity("Arvo", ("Arvo Corp", "阿沃"))
BELZ = Entity("Belz", ("BLZ", "贝尔兹"))
BOTH = (ARVO, BELZ)

OPPOSITE = (
    ("Arvo soars as Belz sinks", "Arvo", "Belz"),
    ("Belz slumps 4 %, Arvo rallies on strong orders", "Arvo", "Belz"),
    ("Arvo beats Belz in the race for the harbour contract", "Arvo", "Belz"),
    ("A poor year for Belz; a very good one for Arvo", "Arvo", "Belz"),
    ("Arvo wins the tender while Belz is sued by its suppliers", "Arvo", "Belz"),
    ("阿沃大涨，贝尔兹暴跌", "Arvo", "Belz"),
    ("贝尔兹亏损扩大，阿沃业绩大幅增长", "Arvo", "Belz"),
    ("阿沃击败贝尔兹拿下订单", "Arvo", "Belz"),
    ("贝尔兹被起诉，阿沃中标", "Arvo", "Belz"),
)
ALONE = (
    ("Arvo profit jumps", 1),
    ("Arvo did not fall", 1),
    ("Arvo's losses narrow", 1),
    ("Arvo cuts costs", 1),
    ("Arvo cuts jobs", -1),
    ("Costs rise sharply at Arvo", -1),
    ("Arvo Corp never recovered", -1),
    ("Arvo isn't in trouble", 1),
    ("Arvo fails to rise", -1),
    ("Arvo accused by regulators", -1),
    ("Arvo up 3% in early trade", 1),
    ("阿沃并未下滑", 1),
    ("阿沃成本下降", 1),
    ("阿沃通胀压力加剧", -1),
    ("阿沃不仅没有亏损，还扭亏为盈", 1),
    ("阿沃无法改善", -1),
)


def of(text: str) -> dict[str, float]:
    return {one.entity: one.value for one in tones(text, BOTH)}


@pytest.mark.parametrize(("text", "good", "bad"), OPPOSITE)
def test_two_entities_of_one_sentence_have_opposite_tones(text: str, good: str, bad: str) -> None:
    told = of(text)
    assert told[good] > 0.1
    assert told[bad] < -0.1


@pytest.mark.parametrize(("text", "sign"), ALONE)
def test_negation_burdens_and_direction_turn_a_word(text: str, sign: int) -> None:
    assert of(text)["Arvo"] * sign > 0.1


@pytest.mark.parametrize("text", ["Arvo opens an office in Oslo", "阿沃在奥斯陆开了办公室"])
def test_words_that_say_nothing_have_no_tone(text: str) -> None:
    assert of(text) == {"Arvo": 0.0}


def test_an_entity_that_is_not_named_has_no_tone() -> None:
    assert of("Larvos crash, Arvon soars") == {}
    assert of("") == {}


def test_a_stronger_word_says_more_and_a_weaker_one_less() -> None:
    slightly, plainly, sharply = (
        of(f"Arvo fell{how}")["Arvo"] for how in (" slightly", "", " sharply")
    )
    assert sharply < plainly < slightly < 0


def test_a_far_word_says_little() -> None:
    near = of("Arvo gains")["Arvo"]
    far = of("Arvo opened a new office in the old harbour of Oslo last week. Grain gains")["Arvo"]
    assert 0 < far < near / 10


def test_a_name_is_no_evidence_about_itself() -> None:
    (told,) = tones("Best Buy opens on Monday", [Entity("Best Buy")])
    assert told.cues == ()


def test_the_title_counts_double() -> None:
    assert of("Arvo soars\nArvo sinks")["Arvo"] > 0 > of("Arvo sinks\nArvo soars")["Arvo"]


def test_evidence_stands_where_it_says_and_sums_to_the_tone() -> None:
    text = "Arvo soars as Belz sinks\nStrong demand lifted Arvo, and Belz missed its targets."
    for one in tones(text, BOTH):
        assert one.value == pytest.approx(sum(cue.polarity * cue.share for cue in one.cues))
        assert all(text[cue.start : cue.end] == cue.word for cue in one.cues)
        assert 0 < sum(cue.share for cue in one.cues) < 1


@given(st.text(max_size=200))
def test_any_text_has_a_tone_between_minus_one_and_one(text: str) -> None:
    for one in (*tones(f"Arvo {text} Belz", BOTH), overall(text)):
        assert -1 <= one.value <= 1


def test_a_whole_text_is_told_by_all_its_words_alike() -> None:
    told = overall("A good year with one small scandal")
    assert [cue.share for cue in told.cues] == pytest.approx([1 / 3, 1 / 3])


def test_the_lexicon_has_enough_words_of_both_languages_and_of_both_signs() -> None:
    for ascii in (True, False):
        of_it = [one for word, one in entries().items() if word.isascii() is ascii]
        assert sum(one.polarity > 0 for one in of_it) >= 60
        assert sum(one.polarity < 0 for one in of_it) >= 60


@pytest.mark.parametrize(
    ("form", "word"),
    [("slipped", "slip"), ("rallies", "rally"), ("losing", "lose"), ("sued", "sue")],
)
def test_forms_of_a_word_say_the_same(form: str, word: str) -> None:
    assert find(form) == entries()[word]
