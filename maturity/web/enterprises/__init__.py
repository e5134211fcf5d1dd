"""Pages of an enterprise: facts, members, access log, own data."""
