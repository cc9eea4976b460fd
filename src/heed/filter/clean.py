"""A published post becomes a clean item. Markup, language, minutes, quality have own files."""

from datetime import datetime

from heed.filter.language import language_of
from heed.filter.markup import clean_html, safe_url
from heed.filter.minutes import reading_seconds
from heed.filter.quality import signals
from heed.filter.text import lead_of, plain_text, plain_title
from heed.settings import Settings
from heed.types import Item, Post, Source

TITLE_CHARACTERS = 300


def clean_post(
    post: Post,
    source: Source,
    *,
    id: int,
    now: datetime,
    settings: Settings,
    fingerprint: str = "",
) -> Item:
    """`post` as an item: plain title and text, safe HTML, language, seconds, signs of noise.

    now: when it was seen; no date of the item lies after it.
    fingerprint: of the raw post, as its source's change detection computes it.
    """
    base_url = post.url or source.site_url or source.url
    text = plain_text(post.html)
    title = _title(plain_title(post.title), text, post.url)
    return Item(
        id=id,
        source_id=source.id,
        key=post.key,
        url=safe_url(post.url, source.site_url or source.url) or "",
        title=title,
        lead=lead_of(text),
        text=text,
        html=clean_html(post.html, base_url),
        language=language_of(f"{title}\n{text}", post.language or source.language),
        seen_at=now,
        published_at=min(post.published_at or now, now),
        seconds=reading_seconds(text, settings),
        fingerprint=fingerprint,
        author=plain_title(post.author),
        updated_at=min(post.updated_at, now) if post.updated_at else None,
        signals=signals(title, text),
    )


def _title(title: str, text: str, url: str) -> str:
    """The title, else the start of the text, else the address: a piece must be nameable."""
    return lead_of(title or lead_of(text, 80) or url, TITLE_CHARACTERS)
