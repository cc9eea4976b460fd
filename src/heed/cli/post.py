"""`heed send` and `heed letter`: your edition and your week, to your own address or a file."""

from pathlib import Path
from typing import Annotated

import typer

from heed.cli.opened import day, diet, words


def send(
    context: typer.Context,
    test: Annotated[bool, typer.Option("--test", help="Send two sentences only.")] = False,
) -> None:
    """Send today's edition to your own address (smtp_host, mail_from, mail_to in heed.toml)."""
    from heed.actions import post

    opened = diet(context)
    said = words(opened)
    edition = None if test else opened.edition()
    to = post.send_edition(opened, edition, said) if edition else post.send_test(opened, said)
    print(f"Sent to {to}.")


def letter(
    context: typer.Context,
    until: Annotated[str | None, typer.Option(help="Its last day, as 2026-11-22.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write it as a page to FILE.")] = None,
    by_mail: Annotated[bool, typer.Option("--send", help="Send it to your address.")] = False,
) -> None:
    """What your attention bought in seven days, from your own ledger, as Markdown."""
    from heed.actions import letter as action
    from heed.actions import post

    opened = diet(context)
    sheet = action.letter(opened, words(opened), day(until))
    if html:
        print(f"Written to {action.write_html(sheet, html.expanduser())}")
    if by_mail:
        print(f"Sent to {post.send_sheet(opened, sheet)}.")
    if not html and not by_mail:
        print(action.as_markdown(sheet), end="")
