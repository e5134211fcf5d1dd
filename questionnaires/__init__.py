"""Questionnaire definitions as data."""
