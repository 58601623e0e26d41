"""Any number of shipments: the same rule in parts, on an engine that shuffles, retries and stores.

A part holds all filings of its consignees, and copies of all that is on file of their bills; so each consignee and day
is judged whole somewhere. `keys` makes narrow rows and packed blobs of filings, `route` says from keys alone which
filing goes to which parts, `giants` cuts a consignee who is too large for one, `part` judges one part by the rule,
`aside` what no part can judge alone, `fold` puts together what no part can say alone.
`session` makes a session of a URL, `recorded` is a ledger as the source, `workers` is what runs in the engine, `stages`
are its jobs, `tables` the results, `audit` is all of it.
"""
