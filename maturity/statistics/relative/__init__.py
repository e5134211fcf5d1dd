"""What enterprises are beside others: classes by rank, and results under another questionnaire of the same year."""
