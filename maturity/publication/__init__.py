"""From the store to a release cleared for publication: observations, metadata, microdata, and the
rules of the ledger.
"""
