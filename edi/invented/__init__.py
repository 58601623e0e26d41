"""Invented filings: valid, with names and numbers that cannot be taken for real ones, the same for the same seed.

`shipments` invents them from `names`, `notices` what CBP would answer to them, `spoil` makes a share of them faulty,
`writers` has who writes which format.
"""
