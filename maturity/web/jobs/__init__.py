"""Work beside the pages: starting it, the page of one's jobs, and the worker of an application."""
