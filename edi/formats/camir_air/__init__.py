"""CAMIR air, the ACE Air Import Manifest: express and other waybills as filed, and CBP's answers.

`format` reads messages of any kind, one behind the other; `tags` knows a line by its place. `read_filings` makes
shipments, `read_notices` notices; `read_waybills` has the normal form of an air waybill number, `read_repeats`
counts lines. `write` writes express manifests (FXI), `answer` what CBP would answer (FER, FSN). Lines are in `layouts`.
"""
