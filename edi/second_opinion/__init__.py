"""A second opinion on X12: pyx12, with maps generated from our own layouts. Slow, for small files."""
