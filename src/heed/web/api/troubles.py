"""What the API answers where something cannot be done: one sentence. Said to the schema, too."""

from typing import Any

from pydantic import BaseModel


class Trouble(BaseModel):
    """What went wrong, where, and what to do."""

    error: str


TROUBLES: dict[int | str, dict[str, Any]] = {
    status: {"model": Trouble, "description": told}
    for status, told in (
        (400, "What was asked cannot be done; the sentence says why"),
        (401, "Nobody known asks; send a token"),
        (403, "This is not yours to change"),
        (404, "What was named is not in this home"),
        (422, "A value cannot be used"),
        (502, "A source did not answer"),
    )
}
