"""Reads one page or PDF in a process of its own, which may be killed at any time.

Run by ``sources.readable`` as a file, never imported: standard input gives a line of JSON
(``kind``, ``url``, the outlet's rule, limits) and the bytes; standard output gets one JSON object.
The process takes nothing from our settings or database, has little memory and time, and may not
open connections, start programs or write files. A page that breaks the libraries breaks this
process and nothing else.
"""

import contextlib
import ctypes
import importlib
import json
import os
import sys
import warnings
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
READERS = {"html": "sources.reading.pages", "pdf": "sources.reading.pdfs"}
CLONE_NEWUSER, CLONE_NEWNET, PR_SET_PDEATHSIG, SIGKILL = 0x10000000, 0x40000000, 1, 9
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main():
    """Read, answer, leave."""
    asked = json.loads(sys.stdin.buffer.readline())
    answer_to = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints does not garble the answer
    limit_process(asked["cpu_seconds"], asked["memory_bytes"])
    body = sys.stdin.buffer.read()
    warnings.simplefilter("ignore")
    try:
        sys.path.append(str(PROJECT))
        answer = importlib.import_module(READERS[asked["kind"]]).read(body, asked)
    except MemoryError:
        answer = {"error": "memory"}
    except Exception as error:
        answer = {"error": "broken", "detail": f"{type(error).__name__}: {error}"[:200]}
    answer_to.write(json.dumps(answer).encode())
    answer_to.close()
    os._exit(0)  # freeing a large tree properly takes longer than letting the system do it


def limit_process(cpu_seconds: int, memory_bytes: int):
    """Give up what reading a page does not need. Where a system lacks a limit, the rest holds."""
    with contextlib.suppress(ImportError):
        import resource

        for limit, value in (
            (resource.RLIMIT_CPU, cpu_seconds),
            (resource.RLIMIT_AS, memory_bytes),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (value, value))
    with contextlib.suppress(OSError, AttributeError):  # Linux only
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, SIGKILL)
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    sys.addaudithook(refuse)


def refuse(event: str, arguments: tuple):
    """Stop what a reader of pages has no business to do."""
    if event.startswith(FORBIDDEN) and event != "socket.__new__":
        raise PermissionError(f"{event} is not allowed here")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
        raise PermissionError("writing is not allowed here")


if __name__ == "__main__":
    main()
