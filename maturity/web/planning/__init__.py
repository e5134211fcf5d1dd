"""Pages of the improvement plan: roadmap, targets, actions, what-if."""
