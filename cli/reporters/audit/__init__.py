"""The report of an audit, made from its tables: `text` has what it says, for a terminal and as a workbook; `page` is
the same as one page, with a drawing by month.
"""
