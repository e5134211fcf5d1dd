"""From the store to a cleared release: tidy observations, metadata, microdata, and the rules of the ledger."""
