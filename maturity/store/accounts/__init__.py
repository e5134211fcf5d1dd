"""Accounts: people, passwords, sessions, one-time links, the privacy notice."""
