"""Statistics of questionnaires without levels: their outcomes in the place of levels, and quantities."""
