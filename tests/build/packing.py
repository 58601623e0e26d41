"""Packers, as gzip and the zstd command pack: with a checksum."""

import gzip
import sys
from functools import partial

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_CHECKSUM = {zstd.CompressionParameter.checksum_flag: 1}
COMPRESS = {"gzip": gzip.compress, "zstd": partial(zstd.compress, options=_CHECKSUM)}
OPEN = {"gzip": partial(gzip.open, compresslevel=1), "zstd": partial(zstd.open, options=_CHECKSUM)}
