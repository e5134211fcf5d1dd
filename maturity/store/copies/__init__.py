"""Copies of a whole database, made while it is in use: a file of SQLite, or the rows of PostgreSQL by COPY.

`taking` makes a copy at one moment, `placing` puts one into an empty place, `looking` tells of a database what a copy
must agree with.
"""
