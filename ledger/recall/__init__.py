"""Reading back what bears on new filings.

`recall` brings everything on file for their bills and for their consignees on their days, by the keys that `wanted`
keeps, of what a notice of arrival moved (`arrived`) by both days; `aliases` joins an address in one filing and an
identifier in another, `floating` finds claims that could belong to anybody.
"""
