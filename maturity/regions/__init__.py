"""Indices of regions: what a table of provinces or cities says when it is put in order, and what it cannot say.

`indicators` reads the file that describes the columns, `table` the table itself; `index` is the entropy-weight TOPSIS,
`sensitivity` how much it depends on single indicators and regions, `association` how two columns go together,
`concentration` how few regions hold most, `attainment` how far targets are reached.
"""
