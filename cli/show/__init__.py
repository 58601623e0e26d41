"""What `explain`, `inspect` and `digest` print: `code` (one of CBP's codes), `consignee` (how a key is made), `policy`
(the timeline), `records` (a file field by field), `word` (what reports print), `digest` (refused claims added up).
"""
