"""From graded enterprises to the tables of a publication: frame, plan, tabulation."""
