"""Verbs about accounts: who has one, and what was done."""
