"""Keeping an installation: backups, restoring them, and what is wrong with it."""
