"""`heed ledger`: the account of minutes, what each source earned, corrections, and the book."""

from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import diet as open_diet
from heed.cli.opened import held, print_json
from heed.cli.opened import words as words_of
from heed.cli.told import count
from heed.errors import BadInput

if TYPE_CHECKING:
    from heed.diet import Diet
    from heed.types import Accounts, Ledger, LedgerPart, LedgerSource


def ledger(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the book, a line an entry.")] = False,
    correct: Annotated[
        int | None, typer.Option(metavar="ITEM", help="A piece really took other --minutes.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(min=0, max=1440)] = None,
) -> None:
    """Minutes granted, spent and returned, what they were worth, and what each source earned."""
    from heed.actions import ledger as action

    if as_json and as_csv:
        raise BadInput("One ledger is printed one way: give --json or --csv, not both.")
    if (correct is None) != (minutes is None):
        raise BadInput("A correction needs both: --correct ITEM and --minutes N.")
    diet = open_diet(context)
    if correct is not None and minutes is not None:
        moved = action.correct(diet, correct, minutes)
        return print(_corrected(len(moved), correct, minutes))
    if as_csv:
        return print(action.as_csv(diet), end="")
    account, more = action.ledger(diet), action.accounts(diet)
    if as_json:
        from heed.accounted import accounts_json
        from heed.plain import ledger_json

        return print_json({**ledger_json(account), "accounts": accounts_json(more)})
    for line in (*_minutes(diet, account), *_accounts(diet, more)):
        print(line)


def _corrected(lines: int, item: int, minutes: float) -> str:
    if not lines:
        return f"Piece {item} stands at {minutes:g} min already; nothing was booked."
    return f"Booked: piece {item} took {minutes:g} min. The old line stands; one more corrects it."


def _minutes(diet: "Diet", account: "Ledger") -> list[str]:
    words = words_of(diet)
    lines = [
        f"granted {words.minutes(account.granted_s)}  spent {words.minutes(account.spent_s)}  "
        f"returned {words.minutes(account.returned_s)}  open {words.minutes(account.still_open_s)}"
    ]
    if account.worth_per_minute is not None:
        answers = count(account.answers, "answer")
        lines.append(f"A minute was worth {account.worth_per_minute:.2f} of 0 to 2, by {answers}.")
    for row in account.sources:
        title = row.title or ("removed" if row.source_id else "cards")
        lines.append(f"  {words.minutes(row.spent_s):>8}  worth {_worth(row):<17}  {title}")
    named = [("By topic:", [(one.name or "no topic", one) for one in account.topics])]
    named += [("By hour:", [(f"{int(one.name):02d}:00", one) for one in account.hours])]
    for heading, parts in named:
        lines += [heading] * bool(parts)
        for name, one in parts:
            lines.append(f"  {words.minutes(one.spent_s):>8}  worth {_worth(one):<17}  {name}")
    return lines


def _worth(row: "LedgerSource | LedgerPart") -> str:
    """Worth a minute with its interval, as far as they are known."""
    if row.worth_per_minute is None:
        return "not answered"
    if row.worth_low is None or row.worth_high is None:
        return f"{row.worth_per_minute:.2f}"
    return f"{row.worth_per_minute:.2f} [{row.worth_low:.2f}, {row.worth_high:.2f}]"


def _accounts(diet: "Diet", more: "Accounts") -> list[str]:
    from heed.accounted import advice_told, dividend_told, rival_told
    from heed.plain import named_rule

    words = words_of(diet)
    lines = [advice_told(more.advice, words)] if more.advice else []
    if more.rents:
        lines.append("Earned above the price of their minutes, as foretold (modelled):")
    lines += [f"  {one.rent_min:8.1f} min  {one.source or 'removed'}" for one in more.rents]
    if more.rules:
        lines.append("What rules and goals cost in four weeks, in minutes of worth (modelled):")
    for cost in more.rules:
        told = words.rule(named_rule(cost.rule, held(diet)))
        lines.append(f"  {cost.cost:8.1f} min at most  {told}")
    if more.dividends:
        lines.append("Worth a piece more with heed than:")
    lines += [f"  {rival_told(one, words)}: {dividend_told(one, words)}" for one in more.dividends]
    return lines
