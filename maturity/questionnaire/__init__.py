"""Questionnaires: reading of definitions, and the immutable objects that the rest of the program works with."""

from .catalogue import DEFAULT, Catalogue, Lookup, load, only, read
from .model import Crosswalk, Questionnaire
from .parts import Choice, Group, Item, Key, Level, Profile, Scoring, Text, Tier, Weight

__all__ = [
    "DEFAULT",
    "Catalogue",
    "Choice",
    "Crosswalk",
    "Group",
    "Item",
    "Key",
    "Level",
    "Lookup",
    "Profile",
    "Questionnaire",
    "Scoring",
    "Text",
    "Tier",
    "Weight",
    "load",
    "only",
    "read",
]
