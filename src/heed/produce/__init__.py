"""the edition for other eyes: Markdown, feeds, mail. Pure."""
