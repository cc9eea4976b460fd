"""`heed recommend`: what the users of a history may want next. Needs no home; decides nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import print_json

if TYPE_CHECKING:
    from heed.actions.recommend import Counter
    from heed.types import Offer
    from heed.wording import Words

SHOWN_PULLS = 3


def recommend(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="HISTORY.csv", help="user,item,time[,features,text]; none: sample."),
    ] = None,
    user: Annotated[str, typer.Option(help="Only this user; none: all of them.")] = "",
    count: Annotated[int, typer.Option(min=1, max=100, help="Goods a user.")] = 10,
    evaluate: Annotated[
        bool, typer.Option("--evaluate", help="Only compare with simpler ways, on held-out deeds.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Recommend goods from who took what, with reasons; steps back where attention loses."""
    from heed.actions import recommend as action
    from heed.counsel import advice_json, proof_json
    from heed.wording import Words

    counter = action.read(file.expanduser()) if file else action.of_csv(action.sample())
    if evaluate:
        return print_json(proof_json(counter.proof)) if as_json else _print_proof(counter, Words())
    users = [action.named(counter, user)] if user else counter.users()
    told = [counter.advise(one, count) for one in users]
    if as_json:
        return print_json([advice_json(one) for one in told])
    for one in told:
        _print_advice(one, Words())


def _print_advice(one: "Offer", words: "Words") -> None:
    from heed.counsel import advice_told, pull_told, takers_told

    print(f"{one.user}: {advice_told(one, words)}")
    for pick in one.picks:
        print(
            f"  {pick.score:.3f}  {pick.good.title}  [{pick.good.id}, {takers_told(pick, words)}]"
        )
        for pull in pick.pulls[:SHOWN_PULLS]:
            print(f"         {pull.weight:+.3f} {pull_told(pull, words)}")
        if rest := pick.pulls[SHOWN_PULLS:]:
            print(f"         {sum(pull.weight for pull in rest):+.3f} {len(rest)} more")


def _print_proof(counter: "Counter", words: "Words") -> None:
    from heed.counsel import proof_told, rival_rows

    for sentence in proof_told(counter.proof, words):
        print(sentence)
    if not counter.proof.enough:
        return
    print(f"{'':36}nDCG@10  better than the way in use before it, 95 %")
    for name, ndcg, gap in rival_rows(counter.proof, words):
        print(f"{name:36}{ndcg:>7}  {gap}")
