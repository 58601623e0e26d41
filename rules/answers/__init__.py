"""What ACE would answer, as far as its codes are published: rows of notices that formats write.

`plan` goes from verdicts to dispositions; `which_code` has the code by action, path and role, `texts` its text.
`carrier` says who is told of an entry, `closing` how an answer ends, `faulty` which filings get no positive answer,
`silence` what gets none and why.
"""
