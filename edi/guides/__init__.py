"""CBP's implementation guides that users hold: their record tables beside our layouts.

`pdf` takes words with their places out of a PDF, `tables` makes record tables of them, `names` says which of our fields
an element's name means (`elements.csv`: the names as printed), `compare` holds a table against a layout
(`explained.csv`: the differences that are meant), `plan` makes corrections of what differs. `trial` is what real files
say of a layout without any guide: `alignment` finds where its fields stand, by the best explanation of all columns
(`orders`) and what each field in each place costs (`costs`); `elements` looks at lines of air.
"""
