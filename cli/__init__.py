"""The command line: what is asked for, how it is told, and in which exit code it ends.

`main` is the entry (`__main__` for `python -m`): it imports a command of `commands` when it is called. `options`
makes one request of what was typed, `session` judges it (one pipeline for all commands) and makes the report,
`reporters` tell it. `show` is what `explain` and `inspect` print, `convert` tables and filings, `refile` the entries
in place of refused claims, `respond` what ACE would answer, `corpus` a user's expected results, `night` the nightly
job, `web` a page for a browser, `guide` a guide that the user holds, `senders` what is said of lists. `exit_codes`,
`log` (standard error), `words` (how values are written), `one_core` (where a small call works), `atomic` (files whole
or not at all), `suggest` (did you mean), `extras` (what is not installed) and `version` serve all of them.
"""
