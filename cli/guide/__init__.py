"""What `deminimis guide` reads, says and writes.

`reading` takes a guide in within bounds of time and memory (`bounds`), `report` says what it found and what differs,
`written` makes a file of corrections of it; `trial` says what real files say of layouts.
"""
