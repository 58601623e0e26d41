"""The store of what was filed, across files and nights: who may exceed the limit with everything that went before.

`incoming` is a file on its way in, `recall` reads back what bears on it, `judge` judges both together, `concern` is
what of that concerns the call, `verdicts` which verdicts changed, `spread` what else they bear on, `record` writes
all of it in one commit, exactly once. `reconcile` puts CBP's notices beside what was predicted, `verify` judges
everything again, `follow` follows refused claims with what is remembered, `stood` those of a span by the verdicts on
record. `entry_numbers` gives each entry number out
once. `store` is the table on disk.
"""
