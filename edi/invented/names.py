"""What invented shipments are made of. Names, streets and sellers are invented; towns with their ZIP codes are real."""

from typing import Final

GIVEN: Final = (
    "IRIS", "OTTO", "MAYA", "HUGO", "NORA", "FELIX", "CLARA", "OSCAR", "ELENA", "MARCO", "JUNE", "VICTOR", "ALMA",
    "RUFUS", "DELIA", "SIMON", "PETRA", "ANGUS", "LUCIA", "BRUNO", "WANDA", "CYRUS", "TESSA", "EMIL", "GRETA", "IVAN",
    "PAULA", "LEON", "MIRA", "ABEL", "VERA", "JONAS",
)  # fmt: skip
FAMILY: Final = (
    "ALDER", "ROWAN", "HEATHER", "LARCH", "SORREL", "TANSY", "YARROW", "BRACKEN", "HAWTHORN", "JUNIPER", "LINDEN",
    "MEADOWS", "OAKHURST", "PINEWELL", "QUINCE", "ROSEWOOD", "SAGEBROOK", "THISTLE", "WILLOWBY", "ELMSTEAD", "FERNLEY",
    "GORSE", "HAZELTON", "IVYBRIDGE", "KELPWORTH", "LAVENDER", "MOSSMAN", "NETTLES", "ORCHARD", "PRIMROSE", "REEDMAN",
    "SEDGEWICK",
)  # fmt: skip
INITIALS: Final = tuple("ABCDEFGHJKLMNPRSTVW")
TRADES: Final = ("SUPPLY", "CRAFTS", "BOUTIQUE", "STUDIO", "OUTFITTERS", "HOBBIES", "IMPORTS", "GIFTS")
STREETS: Final = (
    "MAPLE", "CEDAR", "MILL", "LAKEVIEW", "HILLCREST", "STATION", "ORCHARD", "RIVERSIDE", "CHESTNUT", "QUARRY",
    "MEADOW", "HARBOR", "FOXGLOVE", "COPPER", "LANTERN", "WINDMILL", "GRANITE", "SYCAMORE", "HERON", "JUNIPER",
    "SADDLE", "BLUEBELL", "FERRY", "CANYON", "LARKSPUR", "TANNERY", "SPRUCE", "KESTREL", "TWIN OAKS", "OLD FORGE",
    "STONE BRIDGE", "NORTH RIDGE",
)  # fmt: skip
# One way of writing, and another that means the same (clause 21 of the rule).
STREET_TYPES: Final = (
    ("ST", "STREET"), ("AVE", "AVENUE"), ("RD", "ROAD"), ("DR", "DRIVE"), ("LN", "LANE"), ("CT", "COURT"),
    ("BLVD", "BOULEVARD"), ("PL", "PLACE"),
)  # fmt: skip

TOWNS: Final = (
    ("LOS ANGELES", "CA", "90001"), ("SAN DIEGO", "CA", "92101"), ("SACRAMENTO", "CA", "95814"),
    ("FRESNO", "CA", "93701"), ("NEW YORK", "NY", "10001"), ("BROOKLYN", "NY", "11201"), ("BUFFALO", "NY", "14201"),
    ("ALBANY", "NY", "12207"), ("CHICAGO", "IL", "60601"), ("PEORIA", "IL", "61602"), ("HOUSTON", "TX", "77002"),
    ("DALLAS", "TX", "75201"), ("AUSTIN", "TX", "78701"), ("EL PASO", "TX", "79901"), ("LAREDO", "TX", "78040"),
    ("PHOENIX", "AZ", "85003"), ("TUCSON", "AZ", "85701"), ("PHILADELPHIA", "PA", "19103"),
    ("PITTSBURGH", "PA", "15222"), ("SEATTLE", "WA", "98101"), ("SPOKANE", "WA", "99201"), ("DENVER", "CO", "80202"),
    ("BOSTON", "MA", "02108"), ("WORCESTER", "MA", "01608"), ("DETROIT", "MI", "48226"),
    ("GRAND RAPIDS", "MI", "49503"), ("PORTLAND", "OR", "97204"), ("EUGENE", "OR", "97401"),
    ("LAS VEGAS", "NV", "89101"), ("RENO", "NV", "89501"), ("MIAMI", "FL", "33130"), ("TAMPA", "FL", "33602"),
    ("ORLANDO", "FL", "32801"), ("ATLANTA", "GA", "30303"), ("SAVANNAH", "GA", "31401"), ("CHARLOTTE", "NC", "28202"),
    ("RALEIGH", "NC", "27601"), ("NASHVILLE", "TN", "37203"), ("MEMPHIS", "TN", "38103"), ("COLUMBUS", "OH", "43215"),
    ("CLEVELAND", "OH", "44114"), ("MINNEAPOLIS", "MN", "55401"), ("ST PAUL", "MN", "55101"),
    ("MILWAUKEE", "WI", "53202"), ("MADISON", "WI", "53703"), ("BALTIMORE", "MD", "21202"), ("NEWARK", "NJ", "07102"),
    ("TRENTON", "NJ", "08608"), ("HARTFORD", "CT", "06103"), ("PROVIDENCE", "RI", "02903"),
    ("BURLINGTON", "VT", "05401"), ("CONCORD", "NH", "03301"), ("PORTLAND", "ME", "04101"),
    ("RICHMOND", "VA", "23219"), ("NORFOLK", "VA", "23510"), ("NEW ORLEANS", "LA", "70112"),
    ("ST LOUIS", "MO", "63101"), ("KANSAS CITY", "MO", "64106"), ("OMAHA", "NE", "68102"), ("BOISE", "ID", "83702"),
    ("SALT LAKE CITY", "UT", "84101"), ("ALBUQUERQUE", "NM", "87102"), ("HONOLULU", "HI", "96813"),
    ("ANCHORAGE", "AK", "99501"),
)  # fmt: skip

# Seller, street, town, postal code, country. China and Hong Kong are left out: their claims were refused in some
# periods in which others were not, so that a file's verdicts would hang on more than its sums.
SELLERS: Final = (
    ("THAMESBANK TRADING LTD", "151 HIGH ST", "LONDON", "SW1A 1AA", "GB"),
    ("PENNINE MAIL ORDER LTD", "9 CANAL ROAD", "LEEDS", "LS1 4AP", "GB"),
    ("ELBTAL VERSAND GMBH", "HAFENSTR 12", "HAMBURG", "20095", "DE"),
    ("ISARTOR HANDEL GMBH", "LINDENWEG 4", "MUNCHEN", "80331", "DE"),
    ("ATELIER DES TROIS PONTS SARL", "8 RUE DU MOULIN", "LYON", "69002", "FR"),
    ("PELLETTERIA LUNGARNO SRL", "VIA DEI TINTORI 21", "FIRENZE", "50122", "IT"),
    ("KAMOGAWA SHOTEN KK", "3-5 UMEDA KITA-KU", "OSAKA", "530-0001", "JP"),
    ("HANGANG COMMERCE CO LTD", "77 TEHERAN-RO", "SEOUL", "06134", "KR"),
    ("RED RIVER GARMENTS JSC", "25 HANG BAI", "HANOI", "100000", "VN"),
    ("MALABAR EXPORTS PVT LTD", "14 MARINE DRIVE", "MUMBAI", "400020", "IN"),
    ("GALATA TEKSTIL AS", "ISTIKLAL CAD 33", "ISTANBUL", "34430", "TR"),
    ("LAKESHORE PARCELS INC", "200 FRONT ST W", "TORONTO", "M5V 3K2", "CA"),
    ("ARTESANIAS DEL BAJIO SA DE CV", "AV JUAREZ 410", "LEON", "37000", "MX"),
    ("SIAM HANDICRAFT CO LTD", "88 SILOM RD", "BANGKOK", "10500", "TH"),
    ("YARRA VALLEY GOODS PTY LTD", "6 COLLINS ST", "MELBOURNE", "3000", "AU"),
    ("FORMOSA PARTS CO LTD", "18 ZHONGSHAN RD", "TAIPEI", "104", "TW"),
)  # fmt: skip

# HTS number, description.
GOODS: Final = (
    ("6109100012", "COTTON KNIT T-SHIRT"), ("6110202069", "COTTON KNIT PULLOVER"), ("6204624020", "COTTON TROUSERS"),
    ("6402993165", "SHOES WITH RUBBER SOLES"), ("6505009085", "KNITTED HAT"), ("4202923131", "NYLON BACKPACK"),
    ("4202310000", "LEATHER WALLET"), ("7117199000", "IMITATION JEWELRY"), ("9503000073", "PLASTIC TOY FIGURE"),
    ("8518302000", "HEADPHONES"), ("8517620090", "BLUETOOTH SPEAKER"), ("8504409510", "PHONE CHARGER"),
    ("3304995000", "SKIN CARE CREAM"), ("3926909985", "PLASTIC PHONE CASE"), ("6911108010", "PORCELAIN MUG"),
    ("4911998000", "PRINTED CARDS"),
)  # fmt: skip

# Dollars at the 0th, 1st ... 64th of 64 quantiles: log-normal, median 32, sigma 1. The last 64th goes on in TAIL.
QUANTILES: Final = (
    2, 4, 5, 6, 7, 8, 9, 9, 10, 11, 12, 12, 13, 14, 15, 16, 16, 17, 18, 19, 20, 21, 21, 22, 23, 24, 25, 26, 27, 28, 30,
    31, 32, 33, 35, 36, 37, 39, 41, 42, 44, 46, 48, 50, 52, 55, 57, 60, 63, 66, 70, 73, 78, 82, 88, 94, 101, 109, 120,
    132, 148, 171, 206, 276, 276,
)  # fmt: skip
TAIL: Final = (276, 291, 308, 330, 359, 398, 457, 573, 2000)
