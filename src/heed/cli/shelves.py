"""The verbs as `heed --help` shows them: by what they are for, the daily ones first."""

from collections.abc import Mapping
from typing import Any

from typer.core import TyperGroup

SHELVES: Mapping[str, tuple[str, ...]] = {
    "Begin": ("demo", "init", "starters", "add", "stars", "seeds", "serve"),
    "Every day": ("fetch", "edition", "verdict", "focus", "send", "letter"),
    "Sources and rules": ("sources", "remove", "rule", "settings"),
    "Find and keep": (
        "search",
        "ask",
        "summarise",
        "since",
        "saved",
        "highlight",
        "cards",
        "check",
    ),
    "Your account": ("ledger", "diet", "goal", "value", "evaluate", "who"),
    "Assistants": ("watch", "desk", "recommend", "translate", "transcribe"),
    "Together": ("team", "person", "exchange", "trade", "workers"),
    "Attention itself": ("attend", "lab"),
    "The home": ("export", "import"),
}

LONGEST = 200
"""Characters of a verb's first sentence: it is told whole, over as many lines as it needs."""


class Shelved(TyperGroup):
    """A group whose help has a heading for every kind of verb."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every verb, shelf by shelf; one that is on no shelf comes last."""
        shelved = [name for names in SHELVES.values() for name in names]
        return [name for name in dict.fromkeys((*shelved, *self.commands)) if name in self.commands]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """One list under each heading, all with the same indent."""
        wide = max(len(name) for names in SHELVES.values() for name in names)
        for heading, names in SHELVES.items():
            rows = [
                (name.ljust(wide), self.commands[name].get_short_help_str(LONGEST))
                for name in names
            ]
            with formatter.section(heading):
                formatter.write_dl(rows)
