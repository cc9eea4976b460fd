"""The second stage: posts become clean items, items become stories, stories get a worth.

Pure. Fetching lives in wire, what a reader likes in models, choosing in allocate.
"""

from heed.filter.clean import clean_post
from heed.filter.markup import clean_html
from heed.filter.minutes import is_teaser, reading_seconds
from heed.filter.rank import rank
from heed.filter.story import stories, story_ids
from heed.filter.text import plain_text

__all__ = [
    "clean_html",
    "clean_post",
    "is_teaser",
    "plain_text",
    "rank",
    "reading_seconds",
    "stories",
    "story_ids",
]
