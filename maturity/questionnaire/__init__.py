"""The questionnaire as frozen objects. A definition becomes these once, at the door; nothing raw passes beyond."""

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
    load,
    read,
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
