"""From a URL to a session of an engine: Sail in this process, a Spark Connect server, or Apache Spark itself."""

import json
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ENGINES: Final = "sail, sail-cluster, sc://HOST:PORT, spark://HOST:PORT, local[N] or submit"
_INSTALL: Final = "pip install 'deminimis[scale]'"
_MODES: Final = {"sail": "local", "sail-cluster": "local-cluster"}
_PORT: Final = 15002  # of Spark Connect
_MASTER_PORT: Final = 7077  # of Spark's own master
# the last line of a worker's traceback, also where the engine puts its own words around it
_OF_PYTHON: Final = re.compile(r"(?!org\.|java\.|py4j\.|pyspark\.)(?:\w+\.)*\w+(?:Error|Exception): \S")
_MOST_TASKS: Final = 10_000
_FEW_TASKS: Final = 256
_TASK: Final = 8 << 20  # bytes of a task
_PATIENCE: Final = 10.0  # seconds in which a server answers
# pyspark asks for pandas, although no frame of it is ever made
_NEEDED: Final = ("pyspark", "pandas", "pyarrow", "deltalake")


class EngineError(Exception):
    """The engine cannot be used, or has failed; the text is a sentence for the user."""


def ready(url: str) -> None:
    """Raises EngineError where what the engine needs is not installed, or the URL names none."""
    needed = [*_NEEDED, *(["pysail"] if url in _MODES else [])]
    lacking = [name for name in needed if find_spec(name) is None]
    if lacking:
        raise EngineError(f"the engine needs {' and '.join(lacking)}, not installed here: {_INSTALL}")
    if url not in (*_MODES, "submit") and not url.startswith(("sc://", "spark://", "local[", "local-cluster[")):
        raise EngineError(f"{url!r} names no engine: give {ENGINES}")
    if not url.startswith("sc://") and url not in _MODES and find_spec("pyspark.core") is None:
        raise EngineError(
            f"{url} needs Apache Spark itself, not its client alone: pip install 'pyspark[connect]>=4.1,<5'"
        )


def most_tasks(url: str, spark: "SparkSession", size: int | None) -> int:
    """Into how many tasks reading is parted. size: bytes of all files; None: they are not what is read.

    Sail on one machine, here or as a server, begins all tasks at once: as many as it has cores. On a cluster a task has
    a few megabytes, or a few of many small files. Raises EngineError where a worker elsewhere has not what it needs:
    before anything is read.
    """
    if url in _MODES:
        return os.cpu_count() or 1
    if not url.startswith("local") and (cores := _asked(url, spark)):
        return cores
    return _MOST_TASKS if size is None else min(max(size // _TASK, _FEW_TASKS), _MOST_TASKS)


def _asked(url: str, spark: "SparkSession") -> int:
    """What a worker says: the cores of a server of Sail that runs workers in its own process; 0 of anything else."""

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415

        from deminimis.scale.workers import versions  # noqa: PLC0415 - it may not be there

        for _ in batches:
            inside = "pysail" in sys.modules and "worker" not in sys.argv[:2]
            told = json.dumps({"cores": (os.cpu_count() or 1) * inside, "versions": versions()})
            yield pa.RecordBatch.from_pydict({"told": [told]})

    try:
        told = json.loads(spark.range(1).mapInArrow(work, "told string").collect()[0]["told"])
    except Exception as error:
        raise EngineError(f"{url}: a worker cannot be used: {first_line(error)}") from error
    must_match([told["versions"]])
    return int(told["cores"])


def must_match(told: list[dict[str, str]]) -> None:
    """Raises EngineError where workers are of other versions than this process."""
    from deminimis.scale.workers import versions  # noqa: PLC0415 - it loads all that workers do

    for name, here in versions().items():
        if there := next((each[name] for each in told if each[name] != here), None):
            raise EngineError(f"workers have {name} {there}, here is {here}: install the same on both")


@contextmanager
def session(url: str) -> Iterator["SparkSession"]:
    """The session, closed at the end. Raises EngineError where the engine cannot be reached."""
    ready(url)
    # else classic Spark starts any python3 of the PATH in its workers
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    server = None
    try:
        if url in _MODES:
            server = _sail(url)
            spark = _remote(f"sc://127.0.0.1:{server.listening_address[1]}")
        else:
            spark = _remote(url) if url.startswith("sc://") else _classic(url)
    except EngineError:
        raise
    except Exception as error:
        raise EngineError(f"{url}: the engine cannot be reached: {first_line(error)}") from error
    try:
        yield spark
    finally:
        if url != "submit":
            spark.stop()
        if server is not None:
            server.stop()


def first_line(error: BaseException) -> str:
    """What an engine says of an error, in one line: what its worker said last, if anything, else what comes first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = [line for line in lines if _OF_PYTHON.match(line)]
    return (said[-1:] or lines or [type(error).__name__])[0][:300]


def _must_listen(url: str, port: int) -> None:
    """Raises OSError where nothing listens: the clients themselves try again for many minutes."""
    place = urlsplit(url)
    socket.create_connection((place.hostname or "", place.port or port), _PATIENCE).close()


def _sail(url: str) -> Any:
    os.environ["SAIL_MODE"] = _MODES[url]
    os.environ.setdefault("RUST_LOG", "error")  # else it tells of its own life on standard error
    from pysail.spark import SparkConnectServer  # noqa: PLC0415

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    return server


def _remote(url: str) -> "SparkSession":
    from pyspark.sql import SparkSession  # noqa: PLC0415

    _must_listen(url, _PORT)
    _load_client()
    spark = SparkSession.builder.remote(url).getOrCreate()
    spark.range(1).count()  # it connects when it is first asked something
    return spark


def _load_client() -> None:
    """The client of Spark Connect. It takes a process whose program is no file (`python -c`) for its own doctests, and
    ends it."""
    main = sys.modules["__main__"]
    nameless = main.__spec__ is None and not hasattr(main, "__file__")
    if nameless:
        main.__file__ = __file__
    try:
        import_module("pyspark.sql.connect")
    finally:
        if nameless:
            del main.__file__


def _classic(url: str) -> "SparkSession":
    from pyspark.sql import SparkSession  # noqa: PLC0415

    if url.startswith("spark://"):
        _must_listen(url.split(",", maxsplit=1)[0], _MASTER_PORT)
    elif url != "submit" and which("java") is None and "JAVA_HOME" not in os.environ:
        raise EngineError(f"{url} needs Java 17 or newer, not found here: apt-get install openjdk-17-jre-headless")
    builder: Any = SparkSession.builder
    if url != "submit":
        builder = builder.master(url).appName("deminimis").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "ERROR")
        # a worker of Polars has as many threads as there are cores, and there is a worker a core
        builder = builder.config("spark.executorEnv.POLARS_MAX_THREADS", "1")
    if url.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    # a row is a blob of up to a megabyte or two
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
    spark: SparkSession = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    return spark
