"""Questionnaires: reading of definitions, and the immutable objects that the rest of the program works with."""

from .catalogue import DEFAULT, load, read, shipped
from .model import (
    Choice,
    Group,
    Item,
    Key,
    Level,
    Profile,
    Questionnaire,
    Scoring,
    Text,
    Tier,
    Weight,
)

__all__ = [
    "DEFAULT",
    "Choice",
    "Group",
    "Item",
    "Key",
    "Level",
    "Profile",
    "Questionnaire",
    "Scoring",
    "Text",
    "Tier",
    "Weight",
    "load",
    "read",
    "shipped",
]
