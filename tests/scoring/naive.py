"""The ladder once more, written from the standard's words with floats and dictionaries, to check the engine against."""

from maturity.answers import Chosen, NotApplicable


def naive(response):
    """(A_1..A_n, gated level, gated S, summed level, summed S) as floats."""
    q, profile = response.questionnaire, response.profile
    words = {c.id: float(c.score) for c in q.choices}

    def cell(subdomain, level):
        marks = []
        for item in subdomain.items:
            answer = response.answers.get(item.id)
            if item.level == level and not isinstance(answer, NotApplicable):
                marks.append(words[answer.choice] if isinstance(answer, Chosen) else 0.0)
        return sum(marks) / len(marks) if marks else None

    def subdomain_score(subdomain, level):
        here = cell(subdomain, level)
        if q.scoring.empty_cell == "renormalise":
            return here
        while here is None and level > 1:
            level -= 1
            here = cell(subdomain, level)
        return here

    def mix(pairs):
        pairs = [(weight, score) for weight, score in pairs if score is not None]
        whole = sum(weight for weight, _ in pairs)
        return sum(weight * score for weight, score in pairs) / whole if whole else None

    def weight(kind, node):
        return float(profile.weights[kind, node.id].share)

    levels = []
    for level in range(1, len(q.levels) + 1):
        elements = []
        for element in q.elements:
            domains = []
            for domain in element.domains:
                subs = [s for s in domain.subdomains if s.id not in profile.omits]
                if subs and domain.id not in response.cuts:
                    score = mix([(weight("subdomain", s), subdomain_score(s, level)) for s in subs])
                    domains.append((weight("domain", domain), score))
            elements.append((weight("element", element), mix(domains)))
        levels.append(mix(elements) or 0.0)
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
