"""A smart-manufacturing maturity questionnaire toolkit: answer, grade, explain, publish."""

__version__ = "0.1.0"
