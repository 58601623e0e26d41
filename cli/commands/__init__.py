"""The commands, one a module of its name: `check`, the main job; `respond` and `ack`; `refile`; `convert`, `sample`;
`inspect`, `explain`; `batch`, `ledger`, `reconcile`, `worklist`, `digest`; `test`, `demo`, `config`, `completion`.
"""
