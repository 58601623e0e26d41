"""Inputs as a test says them; nothing in it reads one.

- `shipments`: the words. A `Person`, a `Shipment` (what a manifest says of one bill), an `Entry`; the invented people.
- `filings/`: files of every format from these words, written as text and without the program's layouts, so that a wrong
  layout is not right by itself. A module a format (`x12`, `edifact`, `catair`, `camir_air`, `camir_ocean`) has each of
  its records once; `manifest` (of entries `entries`, of CUSCAR `cuscar`) makes a whole file. From them: `over`, the
  filings that mutants are made of; `scenarios`, filings of a scenario of the rule; `envelopes`, to be damaged.
- `records/`: single records by the layouts' own writer, a field by its name, for tests of one field and for samples.
- `scenario`, `recorded`: frames without files, of a case of the rule, and as a ledger takes them.
- `tables`, `lists`, `workbooks`: a template's rows, a seller's list, and both as xlsx, xls and ods.
- `altered`, `pdf`: records laid out otherwise, and a guide that says so.
- `packing`, `object_store`, `peak`: what is around a file: packers, a store, the memory that a program took.

A test asks for a shipment and changes what it is about::

    from tests.build.filings import x12
    from tests.build.shipments import IRIS, Shipment

    x12.manifest(Shipment("A00000001", 500), Shipment("A00000002", 400, consignee=IRIS._replace(name="HUGO LARCH")))
"""
