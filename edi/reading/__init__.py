"""From bytes to filings. `intake` is the door: it takes files in, numbers what they hold and counts.

In the order of the data: `source` (bytes to rows, one a record, in blocks of bounded size), `unpack` (gzip, zstd),
`sniff` (which format, by its first bytes), `file` (one file, block by block), `scopes` (under which header a record
stands), `block` (fields, order, shipments and notices of one block), `record_order`, `envelope` (nesting, counts,
control numbers), `years` (dates without a year). `format` is the contract that a format fills in; `threads` works on
two blocks at a time.
"""
