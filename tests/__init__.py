"""The tests, in the tree of what they test: `edi/`, `rules/`, `ledger/` and `cli/` mirror the packages of these names.

- `build/`: filings and answers as a test says them, in every format; nothing in it reads.
- `read/`: bytes read, answered or cut, as a test wants to look at them.
- `samples/`: what the files of `samples/` say, and how those are made that no `deminimis sample` makes.
- `laws/`: what holds for every format and layout: `round_trip/`, `robustness/` (mutants, second readers, hostile
  input), `fuzz/` and `crashers/`, the inputs that were once answered wrongly.
- `pages/`: the pages of `docs/` are current, and their commands do what they say.
- `test_architecture.py`: who imports whom, and what is shipped.

A test imports helpers as `from tests.build.scenario import filings`, and nothing from a `test_*.py`.
"""
