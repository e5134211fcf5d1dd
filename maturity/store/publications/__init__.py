"""Publications: the ledger of releases, releases that wait for approval, the calendar, microdata exports."""
