"""The commands, one a module of its name: `check`, the main job; `respond` and `ack`; `refile`; `convert`, `sample`;
`inspect`, `explain`, `guide`; `batch`, `watch`, `digest`, `ledger`, `reconcile`, `worklist`; `serve`; `audit`;
`test`, `demo`, `config`, `completion`.
"""
