"""What several formats need, and none of them owns.

Reading: `normal` (normal forms of bill numbers, weights and moments), `parties`, `goods` and `container_goods` (facts
of goods lines and what they sum up to), `trips` (trip messages that give shipments their day), `numbers` (which bill a
record names, and check digits), `strangers` (messages of a kind that is not read), `acknowledged` (what an
acknowledgment says, never taken at its mildest).
Writing: `write_parties`, `records_in_order` (records of many tags brought into filing order).
Answering: `message` (what every emitter takes and gives), `quote` (the filing read again, for what an answer repeats).
"""
