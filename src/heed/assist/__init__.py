"""the assistants. Pure."""
