"""Filings written anew: `detailed` reads them with all that they say, and holds what was written against it;
`remembered` does so with a ledger; `numbers` gives them entry numbers."""
