"""The addition itself (clauses 12 to 19): from shipments that stand to consignee days and verdicts.

`day` gives each its period, day and eligibility, `groups` puts it into consignee days and adds up, `verdicts` says what
is over and by whom, `worst_case` what it would be if everything unread were as bad as it could, `meetings` its sums,
`reasons` why a verdict is unknown, `bills_to_move` the fewest bills to file otherwise.
"""
