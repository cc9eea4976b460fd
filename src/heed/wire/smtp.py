"""Mail going out: one plain text to one address, guarded as the web is. Reads no mail."""

import smtplib
import socket
import ssl
from collections.abc import Sequence
from email.message import EmailMessage

from heed.errors import Unreachable
from heed.wire.address import AllowList, Resolver, is_public, resolve

TLS_AT_ONCE, TLS_FIRST = 465, 587


def send(
    message: EmailMessage,
    *,
    server: str,
    login: str = "",
    allow_hosts: Sequence[str] = (),
    timeout_s: float = 20,
    resolver: Resolver = resolve,
) -> None:
    """Hand `message` to `server` (host:port). Raises Unreachable with one sentence.

    login: `user:password`, never sent in the clear. Port 465 speaks TLS from the start, 587 after
    STARTTLS, any other where the server offers it. A private address has to be in allow_hosts.
    """
    host, _, digits = server.rpartition(":")
    port = int(digits)
    address = _checked(host, port, AllowList(allow_hosts), resolver)
    try:
        with _client(port, timeout_s, address) as client:
            client.connect(host, port)
            client.ehlo()
            if port != TLS_AT_ONCE and (port == TLS_FIRST or login or client.has_extn("starttls")):
                client.starttls(context=ssl.create_default_context())
            if login:
                user, _, password = login.partition(":")
                client.login(user, password)
            client.send_message(message)
    except TimeoutError as error:
        raise Unreachable(f"{host} did not answer within {timeout_s:g} s.") from error
    except smtplib.SMTPException as error:
        raise Unreachable(f"{host} did not take the mail: {_said(error)}.") from error
    except OSError as error:
        raise Unreachable(f"{host} cannot be reached from here.") from error


def letter(*, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """A mail of plain text."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, " ".join(subject.split())
    made.set_content(text)
    return made


def _checked(host: str, port: int, allowed: AllowList, resolver: Resolver) -> str:
    """The numeric address to connect to: what was checked is what is dialled."""
    try:
        found = resolver(host, port)
    except OSError as error:
        raise Unreachable(f"{host} is not known; check the address for typos.") from error
    for address in found:
        if allowed.allows(host, port) or is_public(address):
            return address
    raise Unreachable(
        f"{host} is at {found[0]}, a private address; if you trust it, name it in HEED_ALLOW_HOSTS."
    )


def _client(port: int, timeout_s: float, address: str) -> smtplib.SMTP:
    kind = _Secure if port == TLS_AT_ONCE else _Plain
    client = kind(timeout=timeout_s)
    client.address = address
    return client


class _Plain(smtplib.SMTP):
    """Dials the address that was checked, whatever the name says by now."""

    address = ""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((self.address, port), timeout)


class _Secure(_Plain):
    """The same, in TLS from the start."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _said(error: smtplib.SMTPException) -> str:
    text = getattr(error, "smtp_error", b"") or str(error)
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(shown.split()).rstrip(".")[:200]
