"""What a claim that is refused becomes: the entry that is filed instead.

`which_type` says whether that is type 11 or 01, why, and what cannot be told from the filing; its table is
`data/informal_entry.csv`. `of_rows` has rows of a table of entries as it takes them.
"""
