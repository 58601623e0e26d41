"""Cells as somebody typed them: what a file of rows and columns holds, whatever program wrote it, every cell as text.

`grid` is a sheet as it stands, and why a file is none; `text` reads lines of cells in any of the usual separators,
line ends and encodings; `package` and `compound` look into a workbook, new or old, before a reader does; `book` reads
workbooks.
"""
