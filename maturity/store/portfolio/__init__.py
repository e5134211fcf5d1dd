"""The list of the enterprises of a person: kept figures of their assessments, filters, tags, saved views."""
