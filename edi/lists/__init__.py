"""Lists as sellers, marketplaces and forwarders send them: read as they come, and made rows of our own tables.

On the way of a list: `header` finds its header among titles and logos, and totals at its end; `columns` says which of
its columns is which of ours, by the words of `words.csv`; `right` puts cells right where that is certain, with `dates`
and `money` (of a column as a whole) and `places` (countries, states, ZIP codes). `reading` does all of that, `ways` is
what the user says of a list, and what is asked; `shipments` makes filings of it to be judged, `grouped` says once what
holds of many rows.
"""
