"""The steps of a clearance: the request, and the protection of its tables."""
