"""The findings of the rule: one rule is one code, the rows that it looks at, and one manual page.

`book` has the rules, a file a range of codes. `rule` is what a rule is, `evidence` what it sees of a judgement,
`findings` makes rows with exact places of what it found.
"""
