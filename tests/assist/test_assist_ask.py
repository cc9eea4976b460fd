from dataclasses import replace

import pytest
from assist_nouns import piece, question

from fakes.homes import by_spelling
from heed.assist.ask import MOST_SENTENCES, answer, following
from heed.models.encoder import load_encoder
from heed.models.encoder.wordrows import spelled
from heed.types import Item, Reply

PIECES = (
    piece(1, "The bridge", "Carrow Bridge was closed for fourteen months. It rained. Boats ran."),
    piece(2, "Mud", "Some 2,600 tonnes of mud came out of the pond in spring. It was tested."),
    piece(3, "Bread", "Flour rises. It has a crust."),
)


def ask(text: str, pieces: tuple[Item, ...] = PIECES) -> Reply:
    fused = {one.id: 0.5 for one in pieces}
    return answer(question(text), pieces, fused, spelled, by_spelling(b""))


def test_the_sentence_that_answers_is_told_with_its_piece_and_words() -> None:
    reply = ask("How much mud came out of the pond?")
    first = reply.findings[0]
    assert first.item.title == "Mud"
    assert first.passage.text.startswith("Some 2,600 tonnes")
    assert {one.asked for one in first.passage.matches} >= {"mud", "pond"}
    assert reply.about == ("mud", "came", "pond")


def test_what_is_not_there_is_not_answered() -> None:
    assert ask("Who won the Super Bowl?").findings == ()
    assert ask("Who won the Super Bowl?", ()).findings == ()


def test_at_most_three_sentences_are_told_and_none_twice() -> None:
    told = "Carrow Bridge was closed for fourteen months."
    many = tuple(
        piece(n, f"t{n}", f"{told} Number {n} says Carrow Bridge closed.") for n in range(9)
    )
    texts = [one.passage.text for one in ask("How long was Carrow Bridge closed?", many).findings]
    assert 1 <= len(texts) <= MOST_SENTENCES
    assert len(set(texts)) == len(texts)


def test_a_question_nothing_could_read_is_still_answered_by_words() -> None:
    asked = replace(question("Carrow Bridge closed fourteen months"), vector=None, embedder_id="")
    fused = {one.id: 0.5 for one in PIECES}
    reply = answer(asked, PIECES, fused, spelled, by_spelling(b""))
    assert reply.findings[0].item.title == "The bridge"


@pytest.mark.weights
@pytest.mark.parametrize(
    ("asked", "begins"),
    [("What does a crane eat?", "In winter"), ("Who paid for the crane?", "The mayor")],
)
def test_a_sentence_is_found_by_what_its_words_mean_where_they_stand(
    asked: str, begins: str
) -> None:
    text = (
        "The mayor bought a crane for the harbour. "
        "In winter a crane wades through the reeds and eats frogs. Fog lay over the quay."
    )
    encoder = load_encoder()
    wanted = replace(question(asked), language="en")
    only, rows = piece(1, "", text), encoder.word_rows(asked, "en")
    (found,) = answer(wanted, (only,), {only.id: 1.0}, rows, encoder).findings
    assert found.passage.text.startswith(begins)


def test_a_follow_up_keeps_the_words_of_the_question_before() -> None:
    assert (
        following("And when?", "Who closed the Carrow Bridge?") == "And when? closed carrow bridge"
    )
    assert following("Was the bridge closed?", "the bridge") == "Was the bridge closed?"
    assert following("And when?", " ") == "And when?"
    assert following("什么时候？", "大桥通车") == "什么时候？ 大桥 桥通 通车"
