"""An assessment as an offline workbook."""
