"""Electronic data interchange with CBP: from bytes to filings and back, in every format.

Nothing here knows the daily limit, prints, exits, or reads clock or environment. On the way of the data: `cutting` and
`reading` take files in and cut them into records, `layout` is what a record is (one table declares, reads, writes,
tests and documents it), `formats` has a folder a wire format, `frames` is what flows out: shipments, notices,
findings. `catalogue` has a row a format with all that the rest of the program asks of it by name. `codes` are the
lists of codes, `cells` what workbooks and text hold. Besides: `spreadsheets` (a user's table becomes a filing),
`lists` (those of senders, as they come), `invented` (sample filings), `second_opinion` (pyx12 beside our own findings
of X12), `guides` (CBP's guides that users hold).
"""
