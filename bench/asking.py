"""Serves the rivals with granian, asks them in turn over one connection each, keeps the time."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2  # of each application


class Served:
    """One application behind granian, and a connection to it that is kept."""

    def __init__(self, which, database, server):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.name, self.line = which, None
        self.process = subprocess.Popen(
            [
                Path(sys.executable).parent / "granian", "--interface", "wsgi", "--host",
                "127.0.0.1", "--port", str(self.port), "--workers", str(WORKERS),
                "--blocking-threads", "2", "--log-level", "error", "--no-ws",
                "bench.rivals:application",
            ],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
            env=os.environ
            | {"BENCH_DATABASE": database, "BENCH_SERVER": server, "BENCH_RIVAL": which},
        )  # fmt: skip
        self.wait()

    def wait(self):
        """Until it answers anything."""
        for _ in range(300):
            try:
                self.get("/favicon.ico")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{self.name} does not start.")

    def get(self, path, method="GET", body=None, headers=None):
        """Status, headers and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            line.request(method, path, body=body, headers=headers or {})
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            line.close()

    def connect(self):
        """A new connection for `raw`."""
        self.line = socket.create_connection(("127.0.0.1", self.port))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def raw(self, path, headers="") -> float:
        """Milliseconds of one GET on a bare socket, body read; anything but 200 and 304 stops."""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n{headers}\r\n".encode()
        status, body, spent = self.answered(request)
        if status not in (200, 304):
            raise SystemExit(f"{self.name} answered {status} to {path}: {body[:300]}")
        return spent

    def post(self, path, body: bytes) -> tuple[float, bytes]:
        """Milliseconds of one POST of JSON on the connection that is kept, and the answer."""
        if self.line is None:
            self.connect()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nContent-Type: application/json\r\n"
        request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        status, found, spent = self.answered(request)
        assert status == 200, found[:300]
        return spent, found

    def answered(self, request: bytes) -> tuple[int, bytes, float]:
        """Status, body and milliseconds of one request, read to its end."""
        begin = time.perf_counter()
        self.line.sendall(request)
        data = self.some()
        while b"\r\n\r\n" not in data:
            data += self.some()
        head, _, body = data.partition(b"\r\n\r\n")
        status, size = int(head[9:12]), 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                size = int(line[15:])
        while status != 304 and len(body) < size:
            body += self.some()
        return status, body, (time.perf_counter() - begin) * 1000

    def some(self) -> bytes:
        """What has come; a closed connection stops the bench."""
        data = self.line.recv(1 << 18)
        if not data:
            raise SystemExit(f"{self.name} closed the connection.")
        return data

    def memory(self) -> float:
        """MiB of one of its workers, each page shared counted in its part (PSS)."""
        total = 0
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in children.split():
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += next(int(row.split()[1]) for row in rollup.splitlines() if "Pss:" in row)
        return total / 1024 / WORKERS

    def stop(self):
        """End it."""
        self.process.terminate()
        self.process.wait(20)


def in_turn(jobs, rounds=20, each=10):
    """Milliseconds of each (served, paths, headers), asked in turn, some at a time."""
    times = [[] for _ in jobs]
    for served, _, _ in jobs:
        served.connect()
    for number in range(rounds + 1):
        for (served, paths, headers), found in zip(jobs, times, strict=True):
            for step in range(each):
                spent = served.raw(paths[(number * each + step) % len(paths)], headers)
                if number:  # the first round warms up
                    found.append(spent)
    return times


def half(times) -> float:
    """The median."""
    return statistics.median(times)


def slow(times) -> float:
    """99 of 100 are not slower."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]
