"""The offline workbook of a questionnaire without levels: typed cells, tables of records, live formulas."""
