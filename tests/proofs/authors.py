"""People who press buttons at a real server without a browser, and remember what its pages said."""

import json
import random
import re
import threading
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from secrets import token_hex
from urllib.parse import urlencode

FORM_ID = re.compile(r'name="form_id" value="([^"]+:[^"]+)"')
RECEIPT = re.compile(r'name="receipt"[^>]*>(\d{4}(?: \d{4}){5})<')


class Author:
    """Presses buttons until the server dies, and remembers what the pages said."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.forms: list[dict[str, str]] = []
        self.receipts: dict[str, str] = {}  # form_id: number that was shown
        self.taking_back: set[str] = set()  # form_ids; asked for, answered or not

    def post_until(self, killed: threading.Event) -> None:
        while not killed.is_set():
            try:
                form = self._new_form()
                self.forms.append(form)
                shown = self.send(form)
                if shown and random.random() < 0.3:
                    self.taking_back.add(form["form_id"])
                    self.post("/yours/", {"receipt": shown, "act": "withdraw-now"})
            except (OSError, HTTPException, ValueError):
                continue

    def _new_form(self) -> dict[str, str]:
        if random.random() < 0.5:
            return {"step": "send", "phrase": "metoo", "form_id": token_hex(16)}
        form_id = FORM_ID.search(self.get("/share/")).group(1)
        return {"step": "send", "text": f"I said no. {form_id}", "form_id": form_id}

    def come_back(self, number: str) -> str:
        """The page that the number opens."""
        return self.get(json.loads(self.post("/yours/", {"receipt": number}))["location"])

    def send(self, form: dict[str, str]) -> str:
        """The number on the page that follows; empty where the page says that the post was withdrawn."""
        page = self.get(json.loads(self.post("/share/", form))["location"])
        found = RECEIPT.search(page)
        if found:
            self.receipts.setdefault(form["form_id"], found.group(1))
        elif "This post was taken back" not in page:
            raise ValueError(page)
        return found.group(1) if found else ""

    def post(self, path: str, form: dict[str, str]) -> str:
        kind = "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, "Accept": "application/json"}
        return self._ask("POST", path, urlencode(form), headers)

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, {})

    def _ask(self, verb: str, path: str, body: str | None, headers: dict[str, str]) -> str:
        with closing(HTTPConnection("localhost", self.port, timeout=30)) as connection:
            connection.request(verb, path, body, headers | {"Sec-Fetch-Site": "same-origin"})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status != 200:
                raise ValueError(f"{answer.status} {text}")
            return text
