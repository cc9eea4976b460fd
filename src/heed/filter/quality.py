"""Signs of noise, each a named rule anyone can read. What a sign costs lives in models."""

import re
from typing import Final

CLICKBAIT: Final = "clickbait title"
CAPITALS: Final = "all capitals"
ADVERTISEMENT: Final = "advertisement"
TOO_LITTLE: Final = "too little text"
SIGNALS = (CLICKBAIT, CAPITALS, ADVERTISEMENT, TOO_LITTLE)

LEAST_CHARACTERS = 20
_BAIT = re.compile(
    r"you won[’']?t believe|will (?:blow your mind|make you|give you|shock you|melt your)"
    r"|what happen(?:s|ed) next|this one (?:weird )?trick|(?:the )?(?:reason|truth) (?:why )?will"
    r"|^(?:the )?\d+ (?:\w+ ){0,6}?(?:things|reasons|ways|times|signs|tricks|hacks|facts"
    r"|secrets|photos|gifs|tweets|people|moments)\b"
    r"|\b(?:which|what|how) .{2,60} (?:are you|do you|should you)\b|\bcan you (?:guess|pass|tell)\b"
    r"|\bthings (?:only|that|you|every)\b|\bthat will\b|\bwill change your life\b"
    r"|\b(?:doctors|experts) hate\b|\bnumber \d+ (?:will|is)\b|\bgoes viral\b",
    re.IGNORECASE,
)
_BAIT_ZH = re.compile(
    r"震惊|惊呆|必看|不看后悔|竟然|居然|万万没想到|看完(?:我|你|沉默|哭)|99%|太可怕了|速看|疯传|转疯了|内幕|揭秘|你绝对想不到|赶紧(?:看|收藏)|千万别"
)
_ADVERTISEMENT = re.compile(
    r"^\W*(?:ad|advert|advertisement|sponsored|promoted|paid post|partner content)\W*[:|\]]"
    r"|\bsponsored (?:by|post|content)\b|\badvertorial\b|\b(?:promo|coupon|discount) codes?\b"
    r"|\b\d{2}% off\b|\bbest .{0,30}deals\b|\bdeals? of the day\b"
    r"|【?广告】?[:：|]|【广告】|推广[:：]|软文|限时(?:优惠|特价|抢购)|优惠券|领券|立减",
    re.IGNORECASE,
)


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
    return _BAIT.search(title) is not None or _BAIT_ZH.search(title) is not None


def is_shouting(title: str) -> bool:
    """Whether nearly all letters of a title that could be small are capitals."""
    cased = [c for c in title if c.isupper() or c.islower()]
    return len(cased) >= 12 and sum(c.isupper() for c in cased) >= 0.9 * len(cased)
