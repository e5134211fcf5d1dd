"""Organisations brought in from another installation, and whose signatures are believed."""
