"""Pages of an assessment: answering, evidence, findings, review."""
