"""Questionnaire definitions that administrators upload: drafts, published versions, withdrawn ones."""
