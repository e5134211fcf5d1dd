"""The file formats of releases, found by entry point."""
