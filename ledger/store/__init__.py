"""The ledger's table on disk: a Delta Lake folder, append-only.

`schema` is the table, `pack` goes from frames to its rows and back, `table` opens, reads and commits, `parts` writes
the files of a commit, `keys` finds candidates, `lock` waits for one's turn, `maintain` compacts and forgets, `damage`
says what is wrong with a folder, `place` where a folder is, `bucket` what is otherwise in an object store, `upload`
puts other tables there.
"""
