"""Pages of planning: roadmap, targets, actions, what-if."""
