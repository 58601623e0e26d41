"""`deminimis test`: `corpus` runs files beside what `check` must say of them, `differences` tells what differs,
`junit` for a CI's page."""
