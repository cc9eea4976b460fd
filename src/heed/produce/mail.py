"""A sheet as an e-mail: text and HTML, the same words. Sends nothing."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from heed.produce.sheet import Sheet, as_html, as_text


def mail(sheet: Sheet, *, sender: str, to: str, at: datetime) -> EmailMessage:
    """The message; heed's own words are its subject, so nobody's title becomes a header."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(sheet.title.split())
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(at)
    message["Content-Language"] = sheet.language
    message.set_content(as_text(sheet))
    message.add_alternative(as_html(sheet), subtype="html")
    return message
