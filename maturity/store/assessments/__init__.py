"""Assessments: answers, rounds, findings, discussion, and the division of the work."""
