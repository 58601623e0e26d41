"""`deminimis convert`: `to_tables` writes the frames of a call as tables, `from_table` makes a filing of a table,
`from_filing` makes a table of entries of a filing, or entries; `from_list` makes rows of that table of a list, and
`template` one to fill in; `writing` is what filings made of tables and of filings share, `rounding` says whether one in
whole dollars is judged as the cents it was made from.
"""
