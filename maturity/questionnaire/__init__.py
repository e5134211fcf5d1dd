"""Questionnaires: reading of definitions, and the immutable objects that the rest of the program works with."""

from .catalogue import load, read
from .model import (
    Choice,
    Domain,
    Element,
    Item,
    Level,
    Profile,
    Questionnaire,
    Scoring,
    Subdomain,
    Text,
    Weight,
)

__all__ = [
    "Choice",
    "Domain",
    "Element",
    "Item",
    "Level",
    "Profile",
    "Questionnaire",
    "Scoring",
    "Subdomain",
    "Text",
    "Weight",
    "load",
    "read",
]
