"""What a record is: one table of fields declares it, and everything else follows from that table.

`declare` is the declaration (name, place, kind, use, meaning, source, status), `kinds` what may stand in a field and
how it is read. `match` makes expressions of it, `parse` typed columns of records, `write` records of typed columns,
`faults` says which field of a suspect record is wrong, why, and where to the byte. `usage` is which record may follow
which, `describe` a layout as documentation.
"""
