"""Pages of an enterprise: facts, members, its log, its own data."""
