"""Sending the edition and the letter to the reader's own address; nothing else is ever sent."""

from email.message import EmailMessage

from heed.diet import Diet
from heed.errors import BadInput
from heed.produce.edition import sheet as edition_sheet
from heed.produce.edition import tag
from heed.produce.mail import mail
from heed.produce.sheet import Line, Sheet
from heed.types import Edition
from heed.wire.smtp import send
from heed.wording import Words


def send_edition(diet: Diet, edition: Edition, words: Words) -> str:
    """Send an edition; returns to whom. Raises BadInput, Unreachable."""
    return send_sheet(diet, edition_sheet(edition, words))


def send_test(diet: Diet, words: Words) -> str:
    """Send two sentences, to see whether mail arrives. Raises BadInput, Unreachable."""
    said = (
        words.gettext("This is a test: heed can send you mail."),
        words.gettext("Nothing of what you read is in it."),
    )
    lines = tuple(Line("said", one) for one in said)
    return send_sheet(diet, Sheet(words.gettext("heed: a test"), tag(words), lines))


def send_sheet(diet: Diet, sheet: Sheet) -> str:
    """Send any sheet; returns to whom. Raises BadInput, Unreachable."""
    send(_message(diet, sheet), diet.settings)
    return diet.settings.mail_to


def _message(diet: Diet, sheet: Sheet) -> EmailMessage:
    sender, to = diet.settings.mail_from, diet.settings.mail_to
    if not sender or not to:
        raise BadInput("Say from whom and to whom: set mail_from and mail_to in heed.toml.")
    return mail(sheet, sender=sender, to=to, at=diet.clock())
