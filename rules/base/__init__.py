"""The ground floor of the rule: what all steps stand on.

`frames` declares every frame between the steps: columns, dtypes, meaning, who fills and who reads; `contract` checks
them where steps meet, in tests. `settings` are the options that bear on a verdict, `filed` the shipments as filed, read
again a few columns or rows at a time, `arrivals` what CBP's notices say of their arrival. `keys` are numbers that stand
for texts, pairs and sets in joins and sorts, and for what has no number.
"""
