"""What several reports share.

`document` is the JSON document, a public contract. `headline` is the answer in a sentence, `advice` what to do next,
`rows` rows under one header on a terminal, `short` the report of `--summary-only`, `excerpt` the record of a finding,
`folded` findings by entry,
`cells` cells that no spreadsheet runs, `workbook` its sheets, `charts` the pictures of the HTML report,
`statistics` the counts of `--statistics`, `worklist` refused claims in words.
"""
