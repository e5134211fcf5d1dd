"""A release of aggregate tables becomes a file, a module a format."""
