"""A second opinion on X12: pyx12, with maps generated from our own layouts. Slow, for small files.

`maps` generates them, `pyx12` makes findings of what it says, `merge` puts them beside our own.
"""
