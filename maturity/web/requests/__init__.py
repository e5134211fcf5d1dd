"""Requests: their numbers and JSON, and forms whose session or token has expired."""
