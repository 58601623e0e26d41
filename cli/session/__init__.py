"""A call from its arguments to its report.

`inputs` finds the files, `judged` is the one pipeline (take, what-if, settings, judge, report), `with_ledger` the same
with what a ledger remembers and `earlier_filings` what is told of it. `report` is what every report is made from,
`followed` what the worklist is;
`baseline` and `mask` change what it shows; `summary` ends it on standard error, `progress` says
how far it is. `messages` are the answers that `respond` writes, `refusal` what a command says that writes nothing;
`anew` is for filings that are written anew, `lists` for lists of senders.
"""
