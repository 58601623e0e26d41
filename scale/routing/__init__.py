"""Routes: which filing goes to which parts, from narrow keys alone.

`keys` makes the keys of filings; `tables` runs statements of SQL over them, in this process or on an engine (`engine`).
The statements: `clusters` of filings that meet, by `components`; `days` cuts a consignee who is too large for a part;
`loose` is of claims without a consignee; `sent` says who goes where; `route` is all of it.
"""
