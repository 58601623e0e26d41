"""`deminimis convert`: `to_tables` writes the frames of a call as tables, `from_table` makes a filing of a table,
`from_filing` makes a table of entries of a filing, or entries; `from_list` makes rows of that table of a list;
`writing` is what the last two share, `rounding` says
whether a filing in whole dollars is judged as the cents it was made from.
"""
