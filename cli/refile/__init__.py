"""`deminimis refile`: from refused claims to the entries that are filed instead.

`run` is one call. `claims` are the refused claims as rows of a table of entries, `given` what a table, options and the
configuration say beyond them, `complete` which entries they make and what each still lacks, `written` the file, read
back and judged before it is put in place, `sheet` what is to be filled in, `amend` the carrier's list,
`told` what a run says.
"""
