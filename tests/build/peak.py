"""How much memory a program that a test starts took at most."""

from typing import Final

# Lines of a program, behind which `peak` is its megabytes. Linux hands the peak of whoever started a process on to it
# in ru_maxrss; that of its own memory is VmHWM.
MEASURED: Final = """
import pathlib, resource, sys
status = pathlib.Path("/proc/self/status")
own = [line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line] if status.exists() else []
peak = int(own[0]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (10 * (sys.platform == "darwin"))
peak //= 1024
"""
