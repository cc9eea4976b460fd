"""Questions and the sentences that answer them: what is given, who may look where, the rival."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from heed.lab.applications import answer_squad, answer_zh, translate_zh
from heed.lab.paragraphs import Asked
from heed.lab.sentences import Matcher, by_words, pictures, task
from heed.lab.task import Task
from heed.lab.texts import spelled

TOLD = [["a b c", "d e"], ["unasked"], ["f g", "a b", "h i"]]
ASKED = [Asked("b a", 2, 1), Asked("e", 0, 1)]


def reads(texts: list[str], longest: int) -> tuple[torch.Tensor, torch.Tensor]:
    return spelled([text.split() for text in texts], longest)


def made(way: str) -> tuple[Matcher, Task]:
    one = task(TOLD, [ASKED, ASKED, ASKED], reads, longest=(2, 3), most=3)
    torch.manual_seed(0)
    return Matcher(one, way).eval(), one


def test_each_question_has_its_own_paragraph_and_no_other() -> None:
    _, one = made("mean")
    known, which = one.test.known, one.test.inputs[2].tolist()
    shown = [[known.sentences[n] for n in row if n >= 0] for row in which]
    assert shown == [TOLD[2], TOLD[0]]
    assert one.test.target.tolist() == [1, 1]
    assert "unasked" not in known.sentences


@pytest.mark.parametrize("way", ["attention", "mean", "largest"])
def test_a_sentence_that_is_not_there_is_never_chosen(way: str) -> None:
    net, one = made(way)
    said = net(*one.test.inputs)
    assert said.shape == (2, 3)
    assert said.isinf().tolist() == [[False, False, False], [False, False, True]]


def test_padding_of_question_and_sentence_weighs_nothing() -> None:
    net, one = made("attention")
    weights = net.look(*one.test.inputs)[1]  # of 3 and then 2 sentences
    torch.testing.assert_close(weights.sum(-1), torch.ones(5, 2))
    assert weights[0, :, 2].tolist() == [0.0, 0.0]  # "f g" has no third word
    wide = torch.cat((one.test.inputs[0], torch.ones(2, 1, 32)), 1)
    real = torch.cat((one.test.inputs[1], torch.zeros(2, 1, dtype=torch.bool)), 1)
    torch.testing.assert_close(net(wide, real, one.test.inputs[2]), net(*one.test.inputs))


def test_the_same_word_is_what_a_fresh_net_finds() -> None:
    net, one = made("attention")
    weights = net.look(*one.test.inputs)[1]
    assert weights[1].argmax(-1).tolist() == [1, 0]  # "b a" in "a b"


def test_words_in_common_find_the_sentence() -> None:
    _, one = made("mean")
    cut = answer_squad.words
    assert by_words(one, str.split).tolist() == [1.0, 1.0]
    assert cut("What's NEW?") == ["what", "s", "new"]


def test_pictures_name_the_words() -> None:
    small = answer_zh.load(None, 0)
    drawn = pictures(answer_zh.APPLICATION.nets["attention"](small), small.test, list)
    assert len(drawn) == 3
    for svg, asked in zip(drawn, small.test.known.asked, strict=False):
        assert all(character in svg for character in asked)


def test_chinese_sentences_end_where_their_marks_do_and_the_rest_is_the_last() -> None:
    ends, told = answer_zh._sentences("他来了。为什么？不知道")
    assert told == ["他来了。", "为什么？", "不知道"]
    assert ends == [4, 8, 11]
    text = "一。" * 20
    ends, told = answer_zh._sentences(text)
    assert len(told) == answer_zh.MOST
    assert "".join(told) == text
    assert ends[-1] == len(text)


def test_no_sentence_of_the_chinese_test_is_learned_from() -> None:
    rng = np.random.default_rng(0)
    pairs = [(f"e{n}", f"c{n if rng.random() > 0.3 else n // 2}") for n in range(3000)]
    pairs += [(f"e{n}", f"other{n}") for n in range(0, 3000, 3)]
    train, held, test = translate_zh.split(pairs)
    assert len(held[0]) == len(test[0]) == translate_zh.APART
    for side in (0, 1):
        assert not set(train[side]) & {*held[side], *test[side]}
    assert all((a, b) in set(pairs) for a, b in zip(*train, strict=True))
    assert set(zip(*test, strict=True)) <= set(pairs[:3000])  # the first translation of each


@pytest.mark.parametrize("name", ["answer_squad", "answer_zh"])
def test_the_tiny_sets_have_their_answer_where_they_say(name: str) -> None:
    module = {"answer_squad": answer_squad, "answer_zh": answer_zh}[name]
    paragraphs, parts = module.made(np.random.default_rng(0))
    for one in (one for part in parts for one in part):
        assert sorted(one.text) == sorted(paragraphs[one.of][one.place])
