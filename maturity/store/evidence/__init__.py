"""Evidence of items: notes, links and files, the contents of files, quotas."""
