"""What the sealed preview of 10,000 characters costs, whole: the form that is sent, and the page that it leads to, all hints beside it.

    python -m bench.preview

Three texts: ordinary words, one with a phone number in each line, one with a hint of some kind in each line. In a scratch database; through Django's
whole stack, without a server. Printed: medians and the slowest of 20 rounds, in milliseconds of the processor and on the clock.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

ROUNDS = 20
LENGTH = 10_000
PLAIN = "I told her that he was not there when it began and nobody had asked me anything at all. "
PHONE = "He said call me at 0171 23456{:02} and then he laughed and went away again that day.\n"
ANY = (
    "He wrote from someone{n}@example.com again and I did not answer it.\n",
    "It was on 12 March 20{n:02} and I was alone there with him all day.\n",
    "He is @somebody{n} and his friends all saw it there and laughed.\n",
    "My boss Mr Miller {n} of Miller and Sons said it had been my fault.\n",
)


def texts() -> dict[str, str]:
    phones = "".join(PHONE.format(n % 100) for n in range(LENGTH))
    some = "".join(ANY[n % len(ANY)].format(n=n % 100) for n in range(LENGTH))
    whole = {
        "ordinary words": PLAIN * LENGTH,
        "a phone number a line": phones,
        "hints a line": some,
    }
    return {name: text[:LENGTH] for name, text in whole.items()}


def asking() -> Callable[[str, str], tuple[int, dict, str]]:
    """A function that asks the site: the method and address, and a form. Returns status, headers and page."""
    from django.test import RequestFactory

    from metoo_wall.wsgi import django

    make = RequestFactory(HTTP_HOST="localhost", HTTP_SEC_FETCH_SITE="same-origin")

    def ask(address: str, form: str = "") -> tuple[int, dict, str]:
        said: list = []
        kind = "application/x-www-form-urlencoded"
        request = make.post(address, form, kind) if form else make.get(address)
        answer = django(request.environ, lambda *start: said.extend(start[:2]))
        page = b"".join(answer).decode()
        answer.close()
        return int(said[0][:3]), dict(said[1]), page

    return ask


def measure() -> None:
    from stories.intake import form_ids

    ask = asking()
    for name, text in texts().items():
        spent, passed = [], []
        for _round in range(ROUNDS):
            form = urlencode({"text": text, "step": "preview", "form_id": form_ids.new()})
            began = time.process_time(), time.perf_counter()
            status, headers, _page = ask("/share/", form)
            shown, _headers, page = ask(headers["Location"])
            spent.append((time.process_time() - began[0]) * 1000)
            passed.append((time.perf_counter() - began[1]) * 1000)
            hints = page.count('name="replace"')
            assert (status, shown) == (303, 200), (status, shown)
        print(
            f"{name}: {hints} hints; processor {statistics.median(spent):.1f}, slowest {max(spent):.1f}; "
            f"clock {statistics.median(passed):.1f}, slowest {max(passed):.1f} ms"
        )


def main() -> None:
    if os.environ.get("BENCH_PREVIEW"):
        measure()
        return
    with TemporaryDirectory(prefix="wall-preview-") as folder:
        own = os.environ | {"VAR_DIR": folder, "FORM_MIN_SECONDS": "0", "BENCH_PREVIEW": "1"}
        own["DJANGO_SETTINGS_MODULE"] = "metoo_wall.settings"
        root = Path(__file__).resolve().parent.parent
        for command in (["-m", "metoo_wall.keys"], ["manage.py", "prepare"]):
            made = [sys.executable, *command]
            subprocess.run(made, cwd=root, env=own, check=True, capture_output=True)
        subprocess.run([sys.executable, "-m", "bench.preview"], cwd=root, env=own, check=True)


if __name__ == "__main__":
    main()
