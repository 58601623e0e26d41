"""EDIFACT of the truck manifest: CUSCAR and CUSREP as filed, CUSRES and CONTRL as answered.

`format` is one reader for all messages; `tags` gives segments the meaning of their qualifier or place. `read_cuscar`
makes shipments, with `read_goods`; `read_cusrep` gives them the day of a trip (`read_trip`, which knows whose message
it is too); `read_cusres`
and `read_contrl` make notices. `write_cuscar` and `write_cusrep` write by the same layouts, `answer_cusres` is what CBP
would answer, both by `write_interchange` (syntax 4 on the wire). `layouts` has the segments.
"""
