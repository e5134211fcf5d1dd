"""From answers to a grade. One module a method; the ladder of GB/T 39117 is the first."""

from .ladder import grade
from .result import LevelScore, Node, Outcome, Result, Share

__all__ = ["LevelScore", "Node", "Outcome", "Result", "Share", "grade"]
