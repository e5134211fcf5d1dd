"""A release becomes a file: one module a suffix, found through the entry points of `maturity.exports`."""
