"""One module a revision, oldest first. A released one never changes."""
