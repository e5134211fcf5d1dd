"""Assessments: answers, rounds, findings, discussion, assignments."""
