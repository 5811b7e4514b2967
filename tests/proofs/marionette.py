"""Speaks to an unchanged Firefox through its Marionette socket: `length:[0, id, command, parameters]`, JSON.

The protocol is that of `remote/marionette` in Firefox's sources. What runs in "chrome" runs in the browser's own
part, so that nothing runs in the page, which may have JavaScript off.
"""

import json
import socket
import time
from collections.abc import Iterable
from typing import Any

from tests.journeys.hand import PATIENCE

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the WebDriver standard's name for a reference
KEYS = {"Shift": "\ue008", "Tab": "\ue004", "Enter": "\ue007"}
IS_LOADING = "return gBrowser.selectedBrowser.webProgress.isLoadingDocument"
STATUS = "return performance.getEntriesByType('navigation')[0].responseStatus"
BEHIND = """const {sessionHistory} = gBrowser.selectedBrowser.browsingContext;
return Array.from({length: sessionHistory.count}, (_, i) => sessionHistory.getEntryAtIndex(i).URI.spec);"""


class MarionetteError(Exception):
    """What Firefox answered instead of a result."""


class Marionette:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._receive()  # its greeting
        self.number = 0
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {}})
        patience = PATIENCE * 1000
        self.ask("WebDriver:SetTimeouts", implicit=patience, pageLoad=patience, script=patience)

    def ask(self, command: str, **parameters) -> Any:
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _kind, _number, error, result = self._receive()
        if error:
            raise MarionetteError(f"{command}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def in_chrome(self, script: str, *arguments) -> Any:
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.ask("WebDriver:ExecuteScript", script=script, args=list(arguments))
        finally:
            self.ask("Marionette:SetContext", value="content")

    def quit(self) -> None:
        """Asks Firefox to end as when its last window is closed."""
        self.ask("Marionette:Quit", flags=["eAttemptQuit"])

    def close(self) -> None:
        self.socket.close()

    def _receive(self) -> Any:
        length = b""
        while (byte := self._read(1)) != b":":
            length += byte
        return json.loads(self._read(int(length)))

    def _read(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            part = self.socket.recv(count - len(parts))
            if not part:
                raise MarionetteError("Firefox closed the connection.")
            parts += part
        return bytes(parts)


class FirefoxHand:
    """See tests/journeys/hand.py."""

    def __init__(self, marionette: Marionette, base: str) -> None:
        self.marionette = marionette
        self.base = base  # the address that "/" stands for, without a slash at its end

    def open(self, address: str) -> None:
        whole = f"{self.base}{address}" if address.startswith("/") else address
        self.marionette.ask("WebDriver:Navigate", url=whole)

    def press(self, css: str) -> None:
        self.marionette.ask("WebDriver:ElementClick", id=self._find(css))

    def type(self, css: str, text: str) -> None:
        self.marionette.ask("WebDriver:ElementSendKeys", id=self._find(css), text=text)

    def key(self, name: str) -> None:
        strokes = [{"type": kind, "value": KEYS[name]} for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": strokes}
        self.marionette.ask("WebDriver:PerformActions", actions=[keyboard])

    def text(self, css: str) -> str:
        return self.marionette.ask("WebDriver:GetElementText", id=self._find(css))

    def address(self) -> str:
        return self.marionette.ask("WebDriver:GetCurrentURL")

    def settle(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.marionette.in_chrome(IS_LOADING):
            assert time.monotonic() < end, f"{self.address()} does not stop loading"
            time.sleep(0.02)

    def elsewhere(self, address: str, css: str, text: str) -> None:
        """Types something in a second tab, which stays open, and comes back to the first."""
        first = self.marionette.ask("WebDriver:GetWindowHandle")
        second = self.marionette.ask("WebDriver:NewWindow", type="tab", focus=True)["handle"]
        self.marionette.ask("WebDriver:SwitchToWindow", handle=second, focus=True)
        self.open(address)
        self.type(css, text)
        self.marionette.ask("WebDriver:SwitchToWindow", handle=first, focus=True)

    def entries(self) -> list[str]:
        """Every address behind Back and before it."""
        return self.marionette.in_chrome(BEHIND)

    def status(self) -> int:
        """Of the answer that made this page."""
        return self.in_page(STATUS)

    def in_page(self, script: str) -> Any:
        """In a sandbox beside the page's own scripts; not where JavaScript is off."""
        return self.marionette.ask("WebDriver:ExecuteScript", script=script, args=[])

    def back(self) -> None:
        self.marionette.ask("WebDriver:Back")

    def values(self, fields: Iterable[str]) -> list[str]:
        """What stands in those of these fields that are there."""
        together = {"using": "css selector", "value": ", ".join(fields)}
        self.marionette.ask("WebDriver:SetTimeouts", implicit=0)
        found = self.marionette.ask("WebDriver:FindElements", **together)
        self.marionette.ask("WebDriver:SetTimeouts", implicit=PATIENCE * 1000)
        return [self._value(field[ELEMENT]) for field in found]

    def _value(self, element: str) -> str:
        return self.marionette.ask("WebDriver:GetElementProperty", id=element, name="value")

    def typed_in_tabs(self, css: str) -> dict[str, str]:
        """For each tab that has such a field, by address: what stands in it."""
        values = {}
        for handle in self.marionette.ask("WebDriver:GetWindowHandles"):
            self.marionette.ask("WebDriver:SwitchToWindow", handle=handle, focus=True)
            self.settle()
            found = self.in_page(f"return document.querySelector('{css}')?.value")
            values[self.address()] = found
        return values

    def _find(self, css: str) -> str:
        found = self.marionette.ask("WebDriver:FindElement", using="css selector", value=css)
        return found[ELEMENT]
