"""An assessment becomes an offline workbook."""
