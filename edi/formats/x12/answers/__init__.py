"""The X12 answers to a truck manifest, one module a set.

`status_350` has the dispositions of bills (95; 2M and 4M by rail), `acceptance_355` manifests accepted or in error,
`acknowledgment_997` what our own findings say of each set and group, `notes_997` its faulty segments and elements.
`trip` is what these repeat of the manifest that they answer.
"""
