"""What is sent to be phrased, and which answers may be shown."""

import json

import pytest

from heed.assist.phrase import LONGEST, TASK, answer, references, request
from heed.errors import Unreadable


def body(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def test_only_the_task_the_question_and_the_numbered_sentences_are_sent() -> None:
    sent = json.loads(request("tiny", "How\nlong?", ["Fourteen months.", "十四个月。"]))
    assert sent == {
        "model": "tiny",
        "stream": False,
        "messages": [
            {"role": "system", "content": TASK},
            {
                "role": "user",
                "content": "Question: How long?\n\n"
                "Sentences:\n[1] Fourteen months.\n[2] 十四个月。",
            },
        ],
    }


def test_what_cannot_be_written_is_left_out_of_what_is_sent() -> None:
    assert "\\ud800" not in request("tiny", "How \ud800long?", ["a\x1b[31m b"]).decode()


@pytest.mark.parametrize(
    "text", ["It was closed [1].", "Closed [1, 2] and open [2].", "关闭了【1】。", "[１]"]
)
def test_an_answer_that_names_what_was_given_is_shown(text: str) -> None:
    assert answer(body(text), 2) == text


@pytest.mark.parametrize("text", ["It was closed [3].", "[0]", "[1] and [2, 9]", "[99999999999]"])
def test_a_reference_to_nothing_given_is_not_shown(text: str) -> None:
    with pytest.raises(Unreadable, match="names a sentence that was not given"):
        answer(body(text), 2)


@pytest.mark.parametrize("text", ["It was closed.", "(1)", "[one] [sic]", "1."])
def test_an_answer_without_a_reference_is_not_shown(text: str) -> None:
    with pytest.raises(Unreadable, match="names none of the sentences"):
        answer(body(text), 2)


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"choices": []}',
        b'{"choices": {"0": 1}}',
        b'{"choices": [{"message": null}]}',
        b'"choices"',
    ],
)
def test_what_is_no_chat_answer_is_one_sentence(given: bytes) -> None:
    with pytest.raises(Unreadable, match="not what a chat endpoint sends"):
        answer(given, 2)


@pytest.mark.parametrize("content", [None, "", " \n", 7, [{"text": "[1]"}], "\u202e\x00"])
def test_an_answer_without_text_is_one_sentence(content: object) -> None:
    with pytest.raises(Unreadable, match="holds no text"):
        answer(body(content), 2)


def test_an_endless_answer_is_not_shown() -> None:
    with pytest.raises(Unreadable, match=f"more than {LONGEST} characters"):
        answer(body("[1]" + "a" * LONGEST), 2)


def test_thoughts_and_signs_that_steer_a_terminal_are_left_out() -> None:
    assert answer(body("<think>[9]\nhm</think>\n\nClosed\x1b[2] \u202e[1]"), 2) == "Closed[2] [1]"


def test_references_are_every_number_in_brackets() -> None:
    assert references("[1], [2–3] 【4】 (5) [sic] [x 6]") == [1, 2, 3, 4, 6]
