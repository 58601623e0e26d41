"""What CBP does about de minimis claims, by day: the dated table and what a user changes of it.

`table` is the table and the lookup of a period (clauses 12 and 13), `overrides` rows of the user's own, `what_if`
arrivals, rates and totals known from elsewhere, `csv_input` how the user's small CSV files are read.
"""
