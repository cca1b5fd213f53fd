"""Imported by each peer in Python: at its end it writes what the process used to the file USAGE_FILE names."""

import atexit
import json
import os
import resource
import sys


def read_arguments() -> tuple[str, str, int, int, int]:
    """Source, output folder, minimum and maximum per class, seed."""
    source, out, minimum, maximum, seed = sys.argv[1:]
    return source, out, int(minimum), int(maximum), int(seed)


def peak_bytes() -> int:
    # ru_maxrss would count the process that started this one, too
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def write_usage() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open(os.environ["USAGE_FILE"], "w", encoding="ascii") as file:
        json.dump({"peakBytes": peak_bytes(), "cpuSeconds": used.ru_utime + used.ru_stime}, file)


if "USAGE_FILE" in os.environ:
    atexit.register(write_usage)
