"""Evidence of items: notes, links and files, their bytes and their limits."""
