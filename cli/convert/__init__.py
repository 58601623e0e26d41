"""`deminimis convert`: `to_tables` writes the frames of a call as tables, `from_table` makes a filing of a table,
`rounding` says whether a filing in whole dollars is judged as the cents it was made from.
"""
