"""Sending one e-mail through the reader's own server. Knows no edition and no letter."""

import smtplib
import socket
import ssl
from email.message import EmailMessage

from heed.errors import BadInput, Unreachable
from heed.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def send(message: EmailMessage, settings: Settings) -> None:
    """Send it to whom it names. Raises BadInput where no server is set, Unreachable."""
    if not settings.smtp_host:
        raise BadInput("No mail server is set: give smtp_host, mail_from and mail_to in heed.toml.")
    secret = settings.smtp_password.get_secret_value()
    open_line = settings.smtp_security == "none" and settings.smtp_host not in LOOPBACK
    if secret and open_line:
        raise BadInput(
            "A password is not sent over an open line: set smtp_security to starttls or tls."
        )
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with _connected(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, secret)
            server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise Unreachable(f"The mail server {where} did not take the name and password.") from error
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        raise Unreachable(
            f"The mail server {where} refused: {error.smtp_code} {' '.join(told.split())}."
        ) from error
    except smtplib.SMTPRecipientsRefused as error:
        raise Unreachable(f"The mail server {where} takes no mail for {message['To']}.") from error
    except smtplib.SMTPException as error:
        raise Unreachable(f"The mail server {where} cannot be used: {error}.") from error
    except OSError as error:
        reason = error.strerror or str(error) or "no answer"
        raise Unreachable(f"The mail server {where} did not answer: {reason}.") from error


def answers(settings: Settings) -> bool:
    """Whether the mail server takes a connection now; nothing is said to it."""
    address = settings.smtp_host, settings.smtp_port
    try:
        with socket.create_connection(address, timeout=settings.timeout_s):
            return True
    except OSError:
        return False


def _connected(settings: Settings) -> smtplib.SMTP:
    host, port, patience_s = settings.smtp_host, settings.smtp_port, settings.timeout_s
    if settings.smtp_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=patience_s, context=context)
    server = smtplib.SMTP(host, port, timeout=patience_s)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server
