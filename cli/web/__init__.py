"""`deminimis serve`: a page on this machine for people without a terminal. Files are dropped, reports come back.

`app` has the routes, `guards` what every request must pass (host, origin, token, size, time) and what every answer
carries, `jobs` the uploads and their reports in a private folder, `offers` what of a report can be downloaded, `nights`
the reports of past nights, `address` where it listens,
`server` what runs it. The pages are in `page`. Nothing of a request becomes a path, and nothing leaves the
machine.
"""
