"""An evaluation is kept as bytes and comes back whole, as long as nothing it depends on changed."""

from heed.learn import judged, judged_bytes
from heed.types import Again, Bin, Duel, Evaluation, Interval, Score

SOME = Interval(0.5, 0.25, 0.625)
WHOLE = Evaluation(
    answers=40,
    best=12,
    methods={"heed": Score(SOME, 0.7, 0.8, 0.1, 9)},
    in_use="heed",
    curve=(Bin(0.31, 0.28, 17), Bin(0.72, 0.7, 23)),
    runner_up="rocchio",
    asked=21,
    unbiased={"heed": SOME},
    again=Again(5, 2, 1, SOME),
    duel=Duel("heed", "rocchio", 8, SOME, ""),
    covered=(0.8, 40),
)
BARE = Evaluation(answers=0, best=0, methods={}, in_use="heed", curve=())


def test_an_evaluation_comes_back_as_it_was_kept() -> None:
    for one in (WHOLE, BARE):
        assert judged(judged_bytes(one, "answer 40"), "answer 40") == one


def test_an_evaluation_of_other_answers_is_not_taken_for_this_one() -> None:
    assert judged(judged_bytes(WHOLE, "answer 40"), "answer 41") is None
    assert judged(None, "answer 41") is None
    assert judged(b'{"key": "answer 41", "found": {"answers": 1}}', "answer 41") is None
