"""The audit log: acts that have to be shown later, sealed in a chain of digests for each day."""
