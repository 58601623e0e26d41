"""Where the layouts come from. CBP's own chapter of line identifiers could be read only in its list of contents."""

from typing import Final

LINES: Final = "ACE Air Import Manifest, Message Line Identifiers, August 2020, list of contents"
OLD: Final = "CAMIR Air, old complete edition, fragments"
TRADE: Final = "a forwarder's list of house data for Air AMS, undated"
THIRD: Final = "a third party's implementation and test messages, not CBP text"
TWIN: Final = "Transport Canada, PACT Technical Implementation Guide v1.9, September 2025: a twin of CBP's format"
QUERY: Final = "CATAIR Status Query, revision 21, September 2025"
IN_BOND: Final = "CATAIR In-Bond, amendment 51, April 2026"
GUESS: Final = "inferred; no text was read"
