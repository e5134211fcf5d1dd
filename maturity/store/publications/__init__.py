"""Publications: the ledger of releases, releases waiting for approval, the calendar, microdata exports."""
