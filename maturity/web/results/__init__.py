"""Pages of a result: level, explanation, peers, report."""
