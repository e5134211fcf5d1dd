"""Grading: answers to a level and a score. One module a scoring method; the ladder (one score a level) is the first."""

from .ladder import grade
from .result import LevelScore, Node, Outcome, Result, Share

__all__ = ["LevelScore", "Node", "Outcome", "Result", "Share", "grade"]
