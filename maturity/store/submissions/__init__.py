"""Submissions: graded, frozen, imported in bulk, and read column by column for statistics."""
