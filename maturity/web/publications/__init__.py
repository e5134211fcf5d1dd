"""Pages of publications: tables, releases, calendar, microdata."""
