"""The ladder once more, written from the standard's words with floats and dictionaries, to check the engine against."""

from maturity.answers import Chosen, NotApplicable


def naive(response):
    """(A_1..A_n, gated level, gated S, summed level, summed S) as floats."""
    q, profile = response.questionnaire, response.profile
    words = {c.id: float(c.score) for c in q.choices}

    def cell(area, level):
        marks = []
        for item in area.items:
            answer = response.answers.get(item.id)
            if item.level == level and not isinstance(answer, NotApplicable):
                marks.append(words[answer.choice] if isinstance(answer, Chosen) else 0.0)
        return sum(marks) / len(marks) if marks else None

    def area_score(area, level):
        here = cell(area, level)
        if q.scoring.empty_cell == "renormalise":
            return here
        while here is None and level > 1:
            level -= 1
            here = cell(area, level)
        return here

    def score(group, level):
        """None where nothing of the group applies or is assessed."""
        tier = group.tier.id
        if (tier == q.tiers[-1].id and group.id in profile.omits) or (
            group.id in response.cuts and profile.tailorable[group.id] == tier
        ):
            return None
        return mix(group.groups, level) if group.groups else area_score(group, level)

    def mix(groups, level):
        pairs = [
            (float(profile.weights[g.tier.id, g.id].share), s) for g in groups if (s := score(g, level)) is not None
        ]
        whole = sum(weight for weight, _ in pairs)
        return sum(weight * score for weight, score in pairs) / whole if whole else None

    levels = [mix(q.groups, level) or 0.0 for level in range(1, len(q.levels) + 1)]
    return (levels, *climb(levels, float(q.scoring.pass_mark)))


def climb(levels, mark):
    gated = 0
    for score in levels:
        if score < mark - 1e-9:
            break
        gated += 1
    s_gated = gated + (levels[gated] if gated < len(levels) else 0)
    total = sum(1 if score >= mark - 1e-9 else score for score in levels)
    summed = sum(total >= k + mark - 1e-9 for k in range(len(levels)))
    return gated, s_gated, summed, total
