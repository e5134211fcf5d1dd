"""One content model of the report on a graded enterprise; every format is written from it."""
