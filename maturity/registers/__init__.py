"""Registers of listed factories, products, parks and supply chains: an append-only ledger of events, and what follows
from it: the state on a day, stock and flow, tables, yearly forms and proposals for removal.
"""
