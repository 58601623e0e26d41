"""Answers as guides and public test data print them, each with its source; lines are right-trimmed."""

# name -> (source, text). Of the constructed ones names and numbers are invented.
QUOTED = {
    "sx_fragment": (
        "sample traffic in public test code; an 11 in front of an 02, and a count that is wrong",
        """\
B  1101SV9SX
SE15M    BBB002124564
SE15H    BBB00245454HB
SE15S    BBB00215454SHB                                    00000009AM
SE9011178LOCATION OF GOODS IS REQUIRED
SE9002   SE DATA ACCEPTED
Y  1101SV9SX00010
""",
    ),
    "so_messages": (
        "sample traffic in public test code, importer masked; counts are wrong",
        """\
B004601SV9SO
SO104601SV9  03435705 0100-000000000MAEUMSC ATHENS          111W 041221
SO20CR SV0152722
SO40MMAEU208474977
SO40HSV9FVN20016297                                        00000005PKG  00000005
SO50041421082894BILL DEPARTED
SO40MMAEU208474977
SO40HSV9FSV90152722                                        00000051PKG  00000051
SO50041421082894BILL DEPARTED
SO60041421082898RELEASED                                04142101
Y  4601SV9SO00058
""",
    ),
    "sx_284": (
        "constructed from CBP ACE Cargo Release v40",
        """\
A2720B76      081225     SX
B  2720B76SX                                               BATCH0001
SE10AB76  03245278 86               40000000007502720
SE15M    17212345675                                                    N
SE15H    HAWB0001                                          00000001     N
SE30CN JOHN Q CONSIGNEE
SE9013284DE MINIMIS VALUE EXCEEDED
SE9003   SE DATA ACCEPTED WITH WARNINGS
Y  2720B76SX00006
Z2720B76      081225
""",
    ),
    "so_30": (
        "constructed from CBP Status Query rev. 21",
        """\
A2720B76      081225     SO
B  2720B76SO
SO102720B76  03245278 86            BA                      0283 081425
SO40M    17212345675
SO40H    HAWB0001                                          00000001PKG  00000001
SO50081225093093BILL ON FILE                            N
SO60081225093130DE MINIMIS MAY BE MET USE ALT ENTRY TYPE
Y  2720B76SO00005
Z2720B76      081225
""",
    ),
    "ns_2m": (
        "constructed from CBP In-Bond, amendment 51",
        """\
B  2720B76NS
05EXAMPLE VESSEL         012E 2704250301
302MZZZZTST000000001                                0000000001 2503010930
4086B7603245278    2704
50VALUE MAY EXCEED CONSIGNE DAILY MAX ET86
Y  2720B76NS00004
""",
    ),
    "r02_2m": (
        "constructed from CAMIR ocean and a third party's columns",
        """\
ACR
J01ZZZZ
R02TST0000000012M000000000186ZZZ12345678    2411051432
ZCR
""",
    ),
    "fsn_2m": (
        "constructed from third-party shapes of air messages",
        """\
FSN
JFKXX
999-12345675-HOUSE01
ARR/XX101/14MAR
CSN/2M-1/14MAR0915
""",
    ),
    "fer_098": (
        "constructed from third-party shapes of air messages; text: CSMS 63109625",
        """\
FER
XX101/14MAR
999-12345675-HOUSE01
ERR/098VALUE MAY EXCEED CONSIGNEE DAILY MAX ET86
""",
    ),
    "x12_350": (
        "apimeister/x12-types, tests of 005010; its group is none of CBP's",
        """\
ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *200101*1200*U*00501*000000001*0*P*>~
GS*AR*SENDER*RECEIVER*20200101*1200*1*X*005010~
ST*350*0001~
M10*SCAC*O*US*1234*EVER GIVEN*VOY001~
P4*USNYC*20200115~
X4*BOL123*1*01*ENTRY001*20200115*1200*AR*BOL123*SCAC~
N9*BM*BOL123~
SE*5*0001~
GE*1*1~
IEA*1*000000001~
""",
    ),
    "cusres_sn517": (
        "constructed from CSMS 62931096 and third-party shapes",
        """\
UNB+UNOA:4+CBP-ACE:ZZ+ZZZZ:ZZ+20250303:1410+77++ACE'
UNG+CUSRES+CBP-ACE:ZZ+ZZZZ:ZZ+20250303:1410+77+UN+D:03B'
UNH+770001+CUSRES:D:03B:UN'
BGM+34+ZZZZ250304A'
DTM+132:202503040930:203'
DTM+163:202503031410:203'
FTX+AIQ+++REF001'
TDT+11++03+:::TR+ZZZZ+++:146::1HGCM82633A004352'
LOC+24+3801:77'
DOC+929:::13'
PAC+2'
RFF+AAM:ZZZZD00081001'
DTM+163:202503031410:203'
ERP+2'
ERC+SN517'
FTX+AAO+++SECTION 321?'S MAXIMUM DAILY VALUE EXCEEDED BY CONSIGNEE'
UNT+15+770001'
UNE+1+77'
UNZ+1+77'
""",
    ),
}
