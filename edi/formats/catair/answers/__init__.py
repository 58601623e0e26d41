"""The CATAIR answers to a cargo release batch.

`release_sx` sends the filer's own records back with SE90 behind those that are concerned (SX), `status_so` says what
became of an entry (SO); `blocks` puts both into batches and blocks as those of the filing.
"""
