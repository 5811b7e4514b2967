"""One run of wrk against one address, and what it said."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
_LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)\s*$", re.M)
_TO_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Run:
    per_second: float
    p50: float  # milliseconds, as wrk counts them: waiting for a slow answer hides the ones that it did not ask meanwhile
    p99: float
    answered: int
    errors: int
    cpu_ms: float = 0.0  # of the server's tree, for one request


def run(address: str, seconds: int, script: Path | None = None) -> Run:
    scripted = ["-s", str(script)] if script else []
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency", *scripted, address],
        check=True,
        capture_output=True,
        text=True,
        timeout=seconds + 30,
    ).stdout
    latency = {share: float(value) * _TO_MS[unit] for share, value, unit in _LATENCY.findall(said)}
    answered = int(re.search(r"(\d+) requests in", said).group(1))
    return Run(
        per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1)),
        p50=latency.get("50", 0.0),
        p99=latency.get("99", 0.0),
        answered=answered,
        errors=_errors(said),
    )


def _errors(said: str) -> int:
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    return int(refused.group(1) if refused else 0) + sum(
        map(int, broken.groups() if broken else ())
    )


def addresses_script(folder: Path, name: str, addresses: list[str]) -> Path:
    """One of them for each request, by chance."""
    listed = ",".join(f'"{address}"' for address in addresses)
    script = folder / f"{name}.lua"
    script.write_text(
        f"local all = {{{listed}}}\nrequest = function() return wrk.format('GET', all[math.random(#all)]) end\n"
    )
    return script


def post_script(folder: Path, name: str, path: str, body: str, headers: dict[str, str]) -> Path:
    """The same form for each request, each from another address where the server looks at X-Forwarded-For."""
    lines = "".join(f'wrk.headers["{key}"] = "{value}"\n' for key, value in headers.items())
    script = folder / f"{name}.lua"
    script.write_text(
        f'wrk.method = "POST"\nwrk.path = "{path}"\nwrk.body = "{body}"\n{lines}'
        'wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'
        "local n = 0\nrequest = function()\n  n = n + 1\n"
        '  wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", n / 65536 % 256, n / 256 % 256, n % 256)\n'
        "  return wrk.format()\nend\n"
    )
    return script
