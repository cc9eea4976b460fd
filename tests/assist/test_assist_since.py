"""Laws of what is new: only sentences nothing read before says, three at most, in their order."""

from hypothesis import given
from hypothesis import strategies as st

from heed.assist.since import NEW, fresh
from heed.models.encoder import Encoder
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.router import Missing

ENCODER = Encoder(lambda: Missing("not here"), None, Hashed())
READ = (
    "The harbour council voted on Monday to close the old swing bridge for a year. "
    "Engineers found that the bridge's main bearing had worn through after a century."
)
NEWS = "A bakery nearby sells buns with poppy seeds."


def test_a_text_read_before_has_nothing_new() -> None:
    assert fresh(READ, [READ], ENCODER) == ((), 2)


def test_a_sentence_nobody_said_is_new_where_it_stands() -> None:
    (one,), compared = fresh(f"{READ} {NEWS}", [READ], ENCODER)
    assert (one.text, compared) == (NEWS, 3)
    assert f"{READ} {NEWS}"[one.start : one.end] == NEWS
    assert one.cosine < NEW


def test_what_was_said_in_any_of_the_pieces_is_not_new() -> None:
    assert fresh(f"{READ} {NEWS}", [READ, NEWS], ENCODER) == ((), 3)


def test_a_language_of_which_nothing_was_read_cannot_be_compared() -> None:
    assert fresh("港口委员会周一投票关闭旧桥一年。", [READ], ENCODER) == ((), 0)
    assert fresh(READ, [], ENCODER) == ((), 0)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_texts_are_compared_or_not(text: str, earlier: list[str]) -> None:
    found, compared = fresh(text, earlier, ENCODER)
    assert len(found) <= min(3, compared)
    assert [one.start for one in found] == sorted(one.start for one in found)
