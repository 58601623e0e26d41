"""X12 of the truck manifest, ASC 6.5: 309 and 358 as filed; 350, 355 and 997 as answered.

`format` is one reader for all sets, since one interchange may hold several. `read_309` and `read_358` make shipments,
`read_350`, `read_355` and `read_997` notices. `write_309`, `write_350` and `write_358` write by the same layouts,
`write_interchange` the envelope around them. `layouts` has the segments, `answers` what CBP would answer.
"""
