"""Grading: answers to a level and a score by the ladder, to verdicts and a score by the methods of :mod:`.methods`."""

from .ladder import grade
from .result import LevelScore, Node, Outcome, Result, Share

__all__ = ["LevelScore", "Node", "Outcome", "Result", "Share", "grade"]
