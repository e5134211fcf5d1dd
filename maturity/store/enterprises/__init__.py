"""Enterprises: their facts, their members, access rights, and the audit log."""
