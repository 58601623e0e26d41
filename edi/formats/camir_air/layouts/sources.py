"""Where the layouts come from. CBP's own chapter of line identifiers could be read only in its list of contents.

What the receiving side reads by is status `schema`, whether another source says so too or not. It takes text for word
characters alone, which no filing keeps to: its lengths, separators, order and repeats count, its classes do not.
"""

from typing import Final

LINES: Final = "ACE Air Import Manifest, Message Line Identifiers, August 2020, list of contents"
# A DFDL schema of 20 June 2017 by which ACE's front end reads and writes air messages, made by CBP's contractor: no
# publication of CBP, and older than the editions of November 2017 and August 2020. Facts of it, no text.
SCHEMA: Final = (
    "the receiving side's grammar, 2017, repository csracyberinstitute/hackathon2017, "
    "sha256 8f25cf4b22fd7bd407a32bbea2bb7f43a8f12034af8e56d9487acc27cdba34f1"
)
CARGO_IMP: Final = "IATA Cargo-IMP, data element grid"
OLD: Final = "CAMIR Air, old complete edition, fragments"
APPENDIX: Final = "Appendix A, amendment 4, October 2017, its beginning"
TRADE: Final = "a forwarder's list of house data for Air AMS, undated"
THIRD: Final = "a third party's implementation and test messages, not CBP text"
TWIN: Final = "Transport Canada, PACT Technical Implementation Guide v1.9, September 2025: a twin of CBP's format"
QUERY: Final = "CATAIR Status Query, revision 21, September 2025"
IN_BOND: Final = "CATAIR In-Bond, amendment 51, April 2026"
GUESS: Final = "inferred; no text was read"
