"""From bytes to records: a file in pieces, each cut by what its own interchange says of itself.

In the order of the data: `source` (bytes to rows, one a record, in blocks of bounded size), `unpack` (gzip, zstd),
`sniff` (which format), `tables` (what is a list, and no interchange), `split` (a file in pieces of one syntax),
`interchange` and `batches` (what the head of an interchange, or of a batch of 80-byte records, says), `syntax`
(separators, lines, characters), `letters` (bytes to text), `records` (text to rows). `in_file` shows what was found as
the file has it; `threads` works on a block a core.
"""
