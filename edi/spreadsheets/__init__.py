"""Tables of people who have no EDI: documented columns, checked cell by cell, that become the frames a reader fills.

`sheets` has the tables by the format that they become: `entries` (cargo release) and `manifest` (X12 309), of `columns`
and `parties`. A `sheet` is one kind of table with what holds between its cells; `reading` reads CSV, Parquet, JSON;
`check` makes one finding of every bad cell; `from_filings` turns filings into rows of a table of entries,
and `not_held` says what such rows leave out.
"""
