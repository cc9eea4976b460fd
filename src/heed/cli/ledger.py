"""`heed ledger`: the account of minutes, what each source earned, and the book itself."""

from typing import Annotated

import typer

from heed.cli.opened import diet as open_diet
from heed.cli.opened import print_json
from heed.cli.opened import words as words_of
from heed.cli.told import count


def ledger(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Minutes granted, spent and returned, and what they were worth."""
    from heed.actions.ledger import ledger as account_of
    from heed.plain import ledger_json

    diet = open_diet(context)
    account = account_of(diet)
    if as_json:
        return print_json(ledger_json(account))
    words = words_of(diet)
    print(
        f"granted {words.minutes(account.granted_s)}  spent {words.minutes(account.spent_s)}  "
        f"returned {words.minutes(account.returned_s)}  open {words.minutes(account.still_open_s)}"
    )
    if account.worth_per_minute is not None:
        answers = count(account.answers, "answer")
        print(f"A minute was worth {account.worth_per_minute:.2f} of 0 to 2, by {answers}.")
    for row in account.sources:
        worth = "not answered" if row.worth_per_minute is None else f"{row.worth_per_minute:.2f}"
        print(f"  {words.minutes(row.spent_s):>8}  worth {worth:<12}  {row.title or 'removed'}")
