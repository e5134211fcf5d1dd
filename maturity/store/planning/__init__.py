"""The improvement plan: targets, estimates and actions."""
