"""What a verdict says, in one sentence of Chinese or English."""

from .applicability import Applicability
from .figures import Figures
from .rules import Verdict
from .tally import Scale

_WORDS = {
    "unanimous": ("全体一致：“{choice}”（{n} 票）。", 'Agreed by all: "{choice}" ({n} votes).'),
    "agreed": ("达成一致：“{choice}”（{n} 票中 {mode} 票）。", 'Agreed: "{choice}" ({mode} of {n} votes).'),
    "across": (
        "尚未一致：{below} 票在及格线以下，{above} 票在及格线以上。",
        "Not agreed: {below} below the pass mark, {above} above it.",
    ),
    "near": (
        "尚未一致：从“{low}”到“{high}”，分散较大。",
        'Not agreed: the votes spread from "{low}" to "{high}".',
    ),
    "mode": (
        "尚未一致：最多的一项只有 {mode} 票，共 {n} 票。",
        "Not agreed: no choice has more than {mode} of {n} votes.",
    ),
    "iqr": (
        "尚未一致：中间一半的票相差超过一档。",
        "Not agreed: the middle half of the votes spans more than one step.",
    ),
    "quorum": (
        "没有结果：有效判断 {n} 票，至少需要 {needed} 票。",
        "No result: {n} judged the item, at least {needed} are needed.",
    ),
    "cannot-judge": (
        "{votes} 票中有 {cannot} 票无法判断：先搁置，找到能判断的人。",
        "{cannot} of {votes} cannot judge this: park it and find out who could.",
    ),
    "applicability": (
        "{votes} 票中有 {na} 票认为不适用：先确定是否适用。",
        "{na} of {votes} say that this does not apply: settle first whether it does.",
    ),
    "applies": (
        "适用：{n} 票中 {yes} 票认为适用。接着表决它的结果，不再有“不适用”。",
        'It applies: {yes} of {n} say so. Its answer is voted on next, without "not applicable".',
    ),
    "not-applicable": ("不适用：{n} 票中 {na} 票认为不适用。", "It does not apply: {na} of {n} say so."),
    "divided": (
        "是否适用尚未一致：{yes} 票认为适用，{na} 票认为不适用。",
        "Not agreed whether it applies: {yes} say that it does, {na} that it does not.",
    ),
}
_LAST = ("不再投票，由主持人决定，不同意见保留。", "No further vote: the lead decides, dissent stays on record.")


def sentence(verdict: Verdict, language: str) -> str:
    """The verdict in one sentence; in a last round without agreement a second one says what follows."""
    side = 0 if language == "zh" else 1
    tally, found = verdict.tally, verdict.figures
    values: dict[str, object] = {
        "n": tally.n,
        "needed": verdict.needed,
        "votes": tally.votes,
        "cannot": tally.cannot_judge,
        "na": tally.not_applicable,
    }
    if found is not None:
        values |= _figures(verdict.scale, found, language) | _sides(verdict)
    told = _WORDS[_key(verdict)][side].format_map(values)
    return f"{told}{'' if language == 'zh' else ' '}{_LAST[side]}" if verdict.last else told


def applicability_sentence(found: Applicability, language: str) -> str:
    """As :func:`sentence`, of a vote on whether an item applies."""
    side, tally = 0 if language == "zh" else 1, found.tally
    values = {"n": tally.n, "na": tally.counts[0], "yes": tally.counts[1], "needed": found.needed}
    told = _WORDS[found.outcome][side].format_map(values | {"votes": tally.votes, "cannot": tally.cannot_judge})
    return f"{told}{'' if language == 'zh' else ' '}{_LAST[side]}" if found.last else told


def median_words(scale: Scale, found: Figures, language: str) -> str:
    """The median by the words of its choice; for an even number of votes whose middle ones differ, both."""
    lower, upper = (scale.choices[rank].text.of(language) for rank in (found.median, found.upper))
    if found.median == found.upper:
        return lower
    return f"介于“{lower}”和“{upper}”之间" if language == "zh" else f'between "{lower}" and "{upper}"'


def _key(verdict: Verdict) -> str:
    found = verdict.figures
    if verdict.agreed:
        return "unanimous" if found is not None and found.mode_share == 1 else "agreed"
    if verdict.outcome != "not-agreed":
        return verdict.outcome
    return next(name for name in ("across", "near", "mode", "iqr") if name in verdict.failed)


def _figures(scale: Scale, found: Figures, language: str) -> dict[str, object]:
    words = [choice.text.of(language) for choice in scale.choices]
    return {
        "mode": int(found.mode_share * found.n),
        "choice": words[found.modes[0]],
        "low": words[found.lowest],
        "high": words[found.highest],
    }


def _sides(verdict: Verdict) -> dict[str, object]:
    counts, mark = verdict.tally.counts, verdict.scale.passing
    return {} if mark is None else {"below": sum(counts[:mark]), "above": sum(counts[mark:])}
