"""Statements about one or two graded assessments: progress, comparison, findings, evidence strength, plausibility,
peers.
"""
