"""The HTTP server: one process with many connections, or several of them under one manager."""
