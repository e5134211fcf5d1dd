"""What is said of one or two graded assessments: comparison, findings, evidence strength, peers."""
