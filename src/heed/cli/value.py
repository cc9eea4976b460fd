"""`heed value`: what attention is worth in one's own prices; a price file in, a report out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import diet as open_diet
from heed.cli.opened import print_json
from heed.cli.opened import words as words_of

if TYPE_CHECKING:
    from heed.types import Against, Appraisal, Value
    from heed.wording import Words


def value(
    context: typer.Context,
    prices: Annotated[
        Path | None, typer.Option(help="What things are worth to you, TOML or CSV.")
    ] = None,
    bundle: Annotated[
        Path | None, typer.Option(help="Your own lab results: heed lab report --bundle FILE.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """What attention is worth to you: quality, what it costs to compute, and your money."""
    from heed.actions import value as action
    from heed.appraisal import appraisal_json
    from heed.web.bought import results

    diet = open_diet(context)
    given = action.prices_at(prices) if prices else action.prices_of(diet.settings.home)
    kept = action.bundle_at(bundle) if bundle else results()
    found = action.appraise(diet, kept, given)
    if as_json:
        return print_json(appraisal_json(found))
    words = words_of(diet)
    for line in (*_reading(found, words), *_applications(found, words)):
        print(line)


def _reading(found: "Appraisal", words: "Words") -> list[str]:
    from heed.plain import foretold

    if found.facts is None or found.reading is None:
        return ["Your reading: nothing was read yet, so there is nothing to price."]
    facts = found.facts
    head = (
        f"Your reading over {facts.days} days: {facts.granted_min:.0f} min granted, "
        f"{facts.spent_min:.0f} spent, {facts.returned_min:.0f} returned. "
        f"A minute elsewhere counts {facts.rate:g}."
    )
    return [head, f"  {foretold(found.evaluation, words)}", *_sum(found.reading, words, found)]


def _applications(found: "Appraisal", words: "Words") -> list[str]:
    lines = []
    for one in found.applications:
        lines += ["", *_against(one, words, found)]
    return lines


def _against(one: "Against", words: "Words", found: "Appraisal") -> list[str]:
    from heed.appraisal import gain

    ours, theirs = one.attention, one.rival
    return [
        f"{one.application}: with attention, against {theirs.name}; {one.uses:,.0f} uses a month",
        f"  told right of 100: {100 * ours.mean:.1f} against {100 * theirs.mean:.1f}, "
        f"{gain(one.gain)}",
        f"  CPU-s for 1,000: {ours.cpu_s_per_1000:.2f} against {theirs.cpu_s_per_1000:.2f}; "
        f"one takes {ours.p50_ms:.2f} against {theirs.p50_ms:.2f} ms; "
        f"memory {ours.peak_mb:.0f} against {theirs.peak_mb:.0f} MB",
        *_sum(one.value, words, found),
    ]


def _sum(value: "Value", words: "Words", found: "Appraisal") -> list[str]:
    from heed.appraisal import break_even, left_out, line_row, swing_label, total

    currency = found.prices.currency
    rows = [line_row(line, words, currency) for line in value.lines]
    lines = [
        f"  {row.label:<42}{row.amount:>12}  {row.basis:<14}{row.money:>16}  {row.price}".rstrip()
        for row in rows
    ]
    lines += [f"  {total(value, words, currency)}"]
    lines += [f"  {said}" for said in break_even(value, words, currency)]
    said = left_out(value, words)
    lines += [f"  {said}"] if said else []
    for one in value.swings:
        lines.append(f"    {swing_label(one, words)}: {one.low:+,.2f} … {one.high:+,.2f}")
    return lines
