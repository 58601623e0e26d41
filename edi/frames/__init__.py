"""What flows: the frames that every reader fills and everybody reads. One name, one dtype, one meaning.

`shipments` (with its bills, lines and facts of form) is what was filed, `notices` what CBP answered or would answer,
`findings` what is wrong, a row with its exact place; `finding_codes` are the codes EDI1xx and EDI2xx with their pages.
`packed` holds filings of many shipments as compressed columns and reads a few of them again,
`runs` are rows that stand together, told by their neighbours.
"""
