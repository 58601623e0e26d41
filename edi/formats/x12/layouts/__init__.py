"""Segments of the customs sets as layouts, and the order of them.

`sets` has the sets, `elements` the row of a segment's table; the segments stand in `envelope`, `manifest`, `consist`
(358), `party`, `goods`, `equipment`, `status` (350, 355) and `acknowledgment` (997).
"""
