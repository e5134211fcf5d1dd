"""Pages of the offline workbook: download, return, merge."""
