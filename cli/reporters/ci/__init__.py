"""What the pages of a CI show: `github` annotations, `sarif` for code scanning, `junit` for test results, and
`markdown` for the summary of a job or a comment.
"""
