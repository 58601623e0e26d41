"""What stands after later filings: from every filing of a bill to the shipments that count (clauses 4 to 11).

`facts` is what each filing says, in narrow rows. `settle` is the state of each bill, quickly where there is one add or
one pair, and `masters` what counts of masters and houses; all others go through `one_by_one`: `amend` has what a later
filing makes of an earlier one, `combine` how manifest and entry are one shipment.
"""
