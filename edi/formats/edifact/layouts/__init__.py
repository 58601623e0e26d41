"""Segments of the messages as layouts, and the order of them.

`messages` has the messages, `elements` the row of a segment's table; the segments stand in `envelope`, `shared`,
`cuscar`, `goods`, `party`, `cusres` and `contrl`.
"""
