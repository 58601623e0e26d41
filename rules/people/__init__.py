"""Who is the same person (clauses 21 to 25): one key a person, from the distinct consignees of a call.

`consignees` are those whom the filings name, `spelling` brings names, streets and cities into one form, `addresses`
makes the parts of a key, `identity` joins keys by identifiers, `near_misses` finds two that may be one.
"""
