"""The words that carry a tone, English and Chinese, written for heed. How they combine: cues.py.

News-like text only: what a word says elsewhere ("a sick beat") is not here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word says, in [-1, 1], of what it speaks about.

    object: what it says of whom it is done to, where that differs (`Arvo beats Belz`).
    direction: +1 more, -1 less of something; burden: a thing of which less is better.
    """

    polarity: float
    object: float | None = None
    direction: int = 0
    burden: bool = False


_GOOD: Mapping[float, str] = {
    1.0: "soar skyrocket boom triumph excellent outstanding stellar best",
    0.7: "rally rebound recover recovery improve improvement strengthen strong robust win won"
    " success successful succeed upgrade boost bullish outshine thrive flourish breakthrough great"
    " better profitable overweight optimism optimistic upbeat record-breaking shine exceed praise"
    " resilient celebrate beneficial",
    0.5: "good positive gain growth advance approve approval award benefit favour favor favourite"
    " favorite attractive promising opportunity popular confident healthy solid cheer relief happy"
    " welcome innovative top double advantage hope love safe trust support turnaround stable"
    " lift upside high gainer buy",
}
_BAD: Mapping[float, str] = {
    1.0: "crash collapse plummet bankrupt bankruptcy insolvent insolvency fraud scandal terrible"
    " awful disaster worst",
    0.7: "slump worsen worse weak weaken weakness fail failure miss default probe investigate"
    " investigation lawsuit fined penalty layoff downgrade crisis recession bearish pessimistic"
    " disappoint disappointing underperform underweight selloff sell-off suffer hurt harm damage"
    " guilty breach hack outage defect flaw corruption condemn lose lost bad",
    0.5: "poor negative warn warning threat threaten fear worry concern doubt uncertain uncertainty"
    " volatile gloomy gloom dull drag struggle delay halt suspend ban reject recall protest dispute"
    " allege leak fault trouble troubled problem shortage slowdown stagnant pressure anger angry"
    " criticise criticize criticism resign slow loser sluggish subdued low sell death kill victim",
}
_MORE: Mapping[float, str] = {
    1.0: "surge",
    0.7: "rise rose risen climb jump grow grew grown leap swell",
    0.4: "increase expand expansion higher widen",
}
_LESS: Mapping[float, str] = {
    1.0: "plunge tumble",
    0.7: "fall fell fallen drop decline slip slide slid sink sank sunk shrink shrank dip",
    0.4: "decrease reduce reduction cut lower narrow ease",
}
_BURDENS: Mapping[float, str] = {
    0.7: "loss deficit",
    0.4: "risk inflation unemployment",
    0.0: "debt cost expense burden emission complaint",
}
_SIDED: Mapping[str, tuple[float, float]] = {
    "beat": (0.7, -0.5),
    "beaten": (0.7, -0.5),
    "outperform": (0.7, -0.5),
    "overtake": (0.7, -0.5),
    "outpace": (0.7, -0.5),
    "defeat": (0.7, -0.7),
    "sue": (0.0, -0.7),
    "accuse": (0.0, -0.7),
    "blame": (0.0, -0.7),
    "hit": (0.0, -0.5),
}

_ZH_GOOD: Mapping[float, str] = {
    1.0: "暴涨 飙升 涨停 创新高 优异 火爆 大获全胜",
    0.7: "大涨 反弹 走强 走高 回升 复苏 回暖 好转 改善 强劲 盈利 扭亏 扭亏为盈 突破 领先 超预期"
    " 好于预期 利好 看好 看多 增持 买入 成功 获批 中标 获奖 赢得 胜诉 受益 繁荣 热销 畅销 出色 优秀"
    " 乐观 好评 称赞 赞扬 跑赢 新高",
    0.5: "上涨 提振 稳健 红利 信心 积极 满意 支持 欢迎 优势 创新 机遇 安全 稳定 顺利 超过 提速 充足"
    " 高兴 便利 不错 健康 提质 优化 涨 赚 好 佳",
}
_ZH_BAD: Mapping[float, str] = {
    1.0: "暴跌 重挫 跌停 崩盘 破产 倒闭 爆雷 暴雷 造假 欺诈 丑闻 巨亏 腰斩",
    0.7: "大跌 走弱 走低 疲软 低迷 恶化 违约 退市 立案 处罚 被罚 罚款 败诉 裁员 减持 看空 卖出"
    " 利空 危机 衰退 恐慌 悲观 不及预期 低于预期 违规 违法 失败 失望 抛售 跑输 谴责 受损 糟糕",
    0.5: "下跌 回落 调查 诉讼 召回 警告 担忧 忧虑 不确定 动荡 拖累 打击 冲击 困难 困境 挣扎 延期"
    " 推迟 暂停 叫停 禁止 拒绝 抗议 争议 纠纷 指控 泄露 故障 缺陷 差评 投诉 批评 缺货 短缺"
    " 放缓 停滞 压力 愤怒 辞职 死亡 爆炸 跌 亏 差 坏",
}
_ZH_MORE: Mapping[float, str] = {
    0.7: "增长 攀升 上升 激增 猛增",
    0.4: "增加 提升 提高 扩大 增强 上调 加剧",
}
_ZH_LESS: Mapping[float, str] = {
    0.7: "下降 下滑 萎缩 锐减",
    0.4: "减少 降低 缩小 收窄 下调 缩减 削减 缓解",
}
_ZH_BURDENS: Mapping[float, str] = {
    0.7: "亏损 损失 赤字 逆差",
    0.4: "风险 通胀 失业",
    0.0: "债务 成本 负债 费用 库存",
}
_ZH_SIDED: Mapping[str, tuple[float, float]] = {
    "击败": (0.7, -0.7),
    "超越": (0.7, -0.5),
    "起诉": (0.0, -0.7),
    "指责": (0.0, -0.7),
}


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


NEGATIONS = _set(
    "not no never without neither nor cannot hardly unlikely denies denied deny",
    "不 没 没有 未 并未 并不 并非 未能 未见 难以 无法 不再 不会 尚未 否认 毫无",
)
STRONGER = _set(
    "sharply strongly significantly hugely massive massively record steeply heavily very",
    "highly dramatically huge big",
    "大幅 大幅度 显著 明显 急剧 剧烈 非常 十分 极其 严重 持续 全面 强烈",
)
WEAKER = _set(
    "slightly marginally modestly somewhat mildly little barely slight modest",
    "小幅 略 略微 稍 轻微 微幅 有所 或 可能",
)
TURNS = _set(
    "as while but whereas after although though despite however amid when because",
    "而 但 但是 却 不过 尽管 虽然 然而 同时 因",
)
"""Where another clause begins, and with it often another subject."""
AFTER_MOVED = _set("on in by from for at to over against")
"""What follows "up" and "down" where they say something."""
PHRASED = _set(
    "set sets setting shut shuts give gives pick picks sign signs take takes wind winds break",
    "breaks step steps start starts team teams line lines back backs",
)
"""What makes another word of "up" and "down"."""
PLAIN = _set(
    "不仅 不但 不断 不少 不同 无论 好像 差异 差距 最好 只好 好莱坞 爱好",
)
"""Chinese words that hold a telling character and tell nothing."""


@cache
def entries() -> Mapping[str, Entry]:
    """Every word with what it says."""
    return dict(_all())


def find(word: str) -> Entry | None:
    """What a word says, in whatever form English gives it; None: nothing."""
    known = entries()
    return next((known[form] for form in forms(word) if form in known), None)


def forms(word: str) -> Iterator[str]:
    """The word and what it may be a form of: `slipped`, `slipp`, `slippe`, `slip`."""
    yield word
    if not word.isascii():
        return
    for ending, instead in (("'s", ""), ("ies", "y"), ("ied", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending):
            yield word[: -len(ending)] + instead
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if len(stem) > 1 and stem != word:
            yield stem
            yield f"{stem}e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def longest() -> int:
    """Characters of the longest Chinese word here."""
    return max(map(len, chinese()))


@cache
def chinese() -> frozenset[str]:
    """Every Chinese word that means something here, telling or not."""
    every = {*entries(), *NEGATIONS, *STRONGER, *WEAKER, *TURNS, *PLAIN}
    return frozenset(word for word in every if not word.isascii())


def _all() -> Iterator[tuple[str, Entry]]:
    for sign, groups in ((1, (_GOOD, _ZH_GOOD)), (-1, (_BAD, _ZH_BAD))):
        for word, weight in _words(*groups):
            yield word, Entry(sign * weight)
    for direction, groups in ((1, (_MORE, _ZH_MORE)), (-1, (_LESS, _ZH_LESS))):
        for word, weight in _words(*groups):
            yield word, Entry(direction * weight, direction=direction)
    for word, weight in _words(_BURDENS, _ZH_BURDENS):
        yield word, Entry(-weight, burden=True)
    for word, (subject, object) in {**_SIDED, **_ZH_SIDED}.items():
        yield word, Entry(subject, object=object)


def _words(*groups: Mapping[float, str]) -> Iterator[tuple[str, float]]:
    for group in groups:
        for weight, words in group.items():
            for word in words.split():
                yield word, weight
