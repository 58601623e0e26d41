"""The nightly job: every complete file of an inbox judged, answered, recorded and moved, exactly once, whatever kills
it.

`run` is one run over an inbox, `night` the order of its files, `inbox` which of them are complete, `outbox` the results
that appear whole, `responses` what ACE would answer to a file and to earlier ones that it changed. `moves` moves files
and replaces none. `came` counts what files came to, `summary` says it, `page` is what the morning finds, `status` tells
a monitor how it stands; `kept` removes what is old, `forgotten` a person.
"""
