"""Planning: targets, estimates and actions."""
