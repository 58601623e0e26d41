"""The rule: from filings to verdicts, findings and answers. RULE.md is its text, 25 clauses that the code cites by
number.

`judge` is the whole of it, step by step: `policy` (what CBP does when, a dated table), `on_file` (what stands after
later filings), `people` (who is the same person), `daily_sum` (day, group, role, verdict), `rulebook` (findings);
`shown` is the door at which numbers become texts, `entries` says what a refused claim is to be filed as, `followed`
what became of it. `base` has the settings and the frames between the steps, `data` the tables of the package. `codes`
lists every finding code, `cbp_answers` reads what CBP answered, `answers` plans what it would answer. `checked` is the
one way from what was read to what is found in it, `library` the program for Python. Nothing here prints, exits, or
reads clock or environment.
"""
