"""The error tree. Every error a user can meet is one clear sentence: what, where, the fix.

HeedError
├── BadInput      what the user gave cannot be used (a file, a number, a rule)
├── NotFound      the thing named is not in this home
├── Denied        a name, a password or a secret lets nobody in
├── Unreachable   a source did not answer, or may not be asked
├── Unreadable    an answer came but cannot be understood
└── StoreError    the home cannot be opened, read or written

Programming mistakes are ValueError or AssertionError, never one of these.
"""


class HeedError(Exception):
    """Base of every error heed raises on purpose; its text is shown to the user as it is."""


class BadInput(HeedError):
    """What the user gave cannot be used."""


class NotFound(HeedError):
    """The thing named is not in this home."""


class Denied(HeedError):
    """A name and a password, or a secret, let nobody in."""


class Unreachable(HeedError):
    """A source did not answer, or heed may not ask it.

    retry_after_s: seconds the source asked us to wait, None where it did not say.
    gone: the source said it will never be back (HTTP 410).
    """

    def __init__(
        self, sentence: str, *, retry_after_s: int | None = None, gone: bool = False
    ) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s
        self.gone = gone


class Unreadable(HeedError):
    """An answer came, but it is not a document heed can read."""


class StoreError(HeedError):
    """The home cannot be opened, read or written."""
