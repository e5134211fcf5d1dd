"""From answers to a grade. One module a method; the ladder, one score a level, is the first."""

from .ladder import grade
from .result import LevelScore, Node, Outcome, Result, Share

__all__ = ["LevelScore", "Node", "Outcome", "Result", "Share", "grade"]
