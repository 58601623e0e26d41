"""Options of the command line, as one request.

`request` is what a call asks for, `gather` lets many options reach a command as one argument, `shared` has those of
several commands, `what_if` those that assume, `kinds` the kinds of values, `ledger` which ledger is used, `listing`
what is said of lists, `refiling` what the entries of `refile` say beyond the filings. The configuration: `config_file`
finds and reads it, `config_defaults` are options that a house sets once, `config_layouts` corrections of layouts,
packs of them, and the guides they rest on, `config_rules` what it says about the rule, `config_schema` its schema for
editors.
"""
