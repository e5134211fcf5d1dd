"""Tables of a plan that are made from other sources than submissions: a register, a regional table, targets."""
