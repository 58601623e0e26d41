"""From records to filings. `intake` is the door: it takes files in, numbers what they hold and counts.

In the order of the data: `file` (one file, block by block), `scopes` (under which header a record stands), `block`
(fields, order, shipments and notices of one block), `record_order`, `envelope` (nesting, counts, control numbers),
`years` (dates without a year). `format` is the contract that a format fills in. Bytes become records in `edi.cutting`.
"""
