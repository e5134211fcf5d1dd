"""The list of a person's enterprises: filters, order, tags, saved views, files."""
