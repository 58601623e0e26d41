"""CAMIR ocean and rail, ACE M1, in 80-byte records: manifests as filed, and CBP's answers.

`format` is one reader for filings, status notifications and manifest responses; `tags` tells records of one identifier
apart. `read_filings` makes shipments, with `read_amendments` (what is done to bills on file) and `read_parties`;
`read_notices` makes notices. `write` writes manifests (MI), `answer` what CBP would answer (R02). `layouts` has the
records.
"""
