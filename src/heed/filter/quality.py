"""Signs of noise, each a named rule anyone can read. What a sign costs lives in models."""

import re
from typing import Final

CLICKBAIT: Final = "clickbait title"
CAPITALS: Final = "all capitals"
ADVERTISEMENT: Final = "advertisement"
TOO_LITTLE: Final = "too little text"
SIGNALS = (CLICKBAIT, CAPITALS, ADVERTISEMENT, TOO_LITTLE)

LEAST_CHARACTERS = 20
LEAST_LETTERS = 12
_BAIT_RULES = (
    r"you won[’']?t believe|this one (?:weird )?trick|(?:doctors|experts) hate",
    r"will (?:blow your mind|change your life|make you|give you|shock you|melt your)",
    r"what happen(?:s|ed) next|here[’']?s (?:what happened|why you|how you)",
    r"^(?:the )?\d+ (?:\w+ ){0,6}?(?:things|reasons|ways|signs|tricks|hacks|facts|secrets)\b",
    r"^(?:the )?\d+ .{3,60}\b(?:your?|you[’']?(?:ll|re|ve))\b",
    r"\bthat(?:[’']ll| will) \w+ your?\b|\b(?:based on|according to) your\b",
    r"\b(?:which|what|how) .{2,60} (?:are you|do you|should you)\b",
    r"\bcan you (?:guess|pass|tell)\b|\bthings (?:only|that|you|every)\b",
    r"\bonly .{3,40} (?:will|would|can) (?:understand|appreciate)\b",
    r"^震惊|震惊[！!]|惊呆了|(?:必看|速看|收藏|转发)[！!]|不看后悔|万万没想到|转疯了|疯传[！!]",
    r"^竟然|竟然是[这他她]|看完(?:我|你|沉默|哭)|太可怕了|99%的人|你绝对想不到|千万别(?:错过|划走)",
)
_ADVERTISEMENT_RULES = (
    r"^\W*(?:ad|advert|advertisement|sponsored|promoted|paid post|partner content)\W*[:|\]]",
    r"\bsponsored (?:by|post|content)\b|\badvertorial\b|\b(?:promo|coupon|discount) codes?\b",
    r"\b\d{2}% off\b|\bbest .{0,30}\bdeals\b|\bdeals? of the day\b",
    r"【(?:广告|推广)】|^(?:广告|推广)[:：|]|限时(?:优惠|特价|抢购)|优惠券|领券|立减"
    r"|红包|签到领?|历史低价|秒杀|包邮|券[^。，]{0,4}过期|补货|清仓|最后\s*\d+\s*件|直播间",
)
_BAIT = re.compile("|".join(_BAIT_RULES), re.IGNORECASE)
_ADVERTISEMENT = re.compile("|".join(_ADVERTISEMENT_RULES), re.IGNORECASE)

_LOUD = re.compile(r"\b[A-Z]+\b")


def signals(title: str, text: str) -> tuple[str, ...]:
    """The signs a piece shows, in the order of SIGNALS."""
    found = {
        CLICKBAIT: is_clickbait(title),
        CAPITALS: is_shouting(title),
        ADVERTISEMENT: _ADVERTISEMENT.search(title) is not None,
        TOO_LITTLE: len(text) < LEAST_CHARACTERS,
    }
    return tuple(sign for sign in SIGNALS if found[sign])


def is_clickbait(title: str) -> bool:
    """Whether a title promises instead of saying."""
    return _BAIT.search(title) is not None


def is_shouting(title: str) -> bool:
    """Whether nearly all letters of a title are capitals."""
    letters = [c for c in title if c.isalpha()]
    return len(letters) >= LEAST_LETTERS and sum(c.isupper() for c in letters) >= 0.9 * len(letters)
