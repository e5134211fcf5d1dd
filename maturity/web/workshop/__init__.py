"""Pages of workshops: of the facilitator, the wall, the phones."""
