"""The edition for other eyes. Pure, sends nothing."""

from heed.produce.markdown import markdown

__all__ = ["markdown"]
