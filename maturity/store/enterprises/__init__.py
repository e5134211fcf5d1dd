"""Enterprises: their facts, their members, who may act for them, and the audit log."""
