"""What the rules are told from outside. They read neither clock nor environment: dates and options are values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from deminimis.rules.policy.table import Policy, default

Match = Literal["exact", "normalised", "name", "fuzzy"]
MATCHES: Final[tuple[str, ...]] = get_args(Match)


@dataclass(frozen=True)
class Settings:
    """The options that bear on a verdict. `as_of` stands in for a filing without a date of its own (clause 3)."""

    as_of: date
    policy_date: date | None = None  # clause 12: every shipment into the period of this date
    match: Match = "normalised"  # clause 25
    policy: Policy = field(default_factory=default, repr=False)
    near_limit_cents: int = 50  # clause 20: a shipment, for the note DM106
    tolerance_cents: int = 100  # clause 9: a line, for DM104
    many_names: int = 10  # names at one address and day, for the note DM204
    splitting_percent: int = 75  # of the limit: what is near it, for the note DM307
    splitting_least: int = 3  # shipments of one shipper to one consignee
    splitting_days: int = 1  # days between one and the next
    outlier_least: int = 30  # lines of a tariff chapter, for the note DM401
    outlier_score: float = 8.0  # robust standard deviations
    informal_limit_cents: int = 250_000  # entry type 11 (Cargo Release guide v40, p. SE-36, note 13)
    # A filer whose numbers have run out adds 1 to 9 to its check digits (Appendix E, step 6).
    check_digit_offsets: Mapping[str, int] = field(default_factory=dict)
    samples: int = 5  # bills named in a finding that stands for many

    def __post_init__(self) -> None:
        if self.match not in MATCHES:
            raise ValueError(f"match is {self.match!r}, not one of {', '.join(MATCHES)}")
