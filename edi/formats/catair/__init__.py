"""CATAIR, what brokers exchange with ACE in 80-byte records: cargo release and the manifests that concern it.

`format_se` is the entry as filed (SE; `read_se`), `format_from_cbp` everything that CBP sends a filer in one mailbox
(SX, SO, BD, NS): `read_sx`, `read_so` and `read_ns` make notices, `read_bd` shipments, since a broker download is a
copy of a manifest. `read_entry_bills` has the bills of an entry in their normal form, `read_form_facts` what the
rules of form need. `write_se`, `write_bd` and `write_blocks` write by the same layouts; `layouts` has the records,
`answers` what CBP would answer.
"""
