"""Files of weight profiles for tests."""


def weight_file(questionnaire, profile, id="own", percent=None, **keys):
    """The text of a file that repeats a profile of a questionnaire as a verified one with another id.

    `keys` are further lines of the file; the first weight is `percent` instead of its own.
    """
    lines = [f"id: {id}", f"questionnaire: {questionnaire.id}", "name: {zh: 自有, en: Own}"]
    lines += ["source: {zh: 局里核对, en: Checked by the bureau}", "verified: true"]
    lines += [f"omits: [{', '.join(sorted(profile.omits))}]", *(f"{key}: {value}" for key, value in keys.items())]
    lines += ["weights:"]
    for tier in questionnaire.tiers:
        lines.append(f"  {tier.id}:")
        for (of, group), weight in profile.weights.items():
            if of == tier.id:
                share, percent = percent or str(weight.share * 100), None
                lines.append(f"    {group}: {{percent: {share}, provenance: own, confidence: own}}")
    return "\n".join(lines)
