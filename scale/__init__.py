"""Any number of shipments: the same rule in parts, on an engine that shuffles, retries and stores.

A part holds all filings of its consignees, and copies of all that is on file of their bills; so each consignee and day
is judged whole somewhere. `routing` says from narrow keys alone which filing goes to which parts, `blobs` packs
filings, `giants` is of a consignee who is too large for one part, `part` judges one part by the rule, `aside` what no
part can judge alone, `fold` puts together what no part can say alone.
`session` makes a session of a URL, `sources` is what is read, `workers` is what runs in the engine, `stages`
are its jobs, `split` cuts filings by part, `tables` the results, `audit` is all of it.
"""
