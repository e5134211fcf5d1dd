"""Tables of a release from other sources than submissions: registers, regional tables, targets."""
