"""How a page becomes HTML: the Jinja environment and its filters. Knows no route, no database."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from heed.wording import Words

STATIC = Path(__file__).parent / "static"


@cache
def environment() -> Environment:
    """The one template environment: everything escaped, unknown names refused."""
    env = Environment(
        loader=PackageLoader("heed.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["static"] = static
    env.filters["safe_html"] = safe_html
    return env


@cache
def static(name: str) -> str:
    """The address of a static file, changing with its bytes so that browsers may keep it."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


def safe_html(html: str) -> Markup:
    """HTML that heed.filter sanitised, or a drawing heed brings along; nothing else may pass."""
    return Markup(html)  # Item.html is nh3's output, and the CSP runs no script of it


def render(template: str, words: Words, **view: object) -> str:
    """One page in one language."""
    return (
        environment()
        .get_template(template)
        .render(words=words, _=words.gettext, ngettext=words.ngettext, **view)
    )
