"""A refused claim followed to its end: which claims are refused, what replaces each, and what CBP answered.

`worklist` is the whole of it: `claims` finds the refused ones and the entries that replace them, `effects` says what an
answer does to what it answers, `next_step` whose turn it is. `frames` declares what goes between them, `library`
has it for the library.
"""
