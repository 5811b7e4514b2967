"""Chromium and Firefox ESR as people have them: an own home with an own profile, the run's authority trusted there.

A browser that is not here fails the proof; nothing is skipped.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright

from tests.journeys.conftest import FLAGS
from tests.journeys.hand import ChromiumHand
from tests.proofs.certificates import Authority
from tests.proofs.marionette import STATUS, FirefoxHand, Marionette, MarionetteError

HOSTS = ["quilt.example", "exit.example", "before.example"]
SECONDS_TO_START = 60
CHROMIUM_STORES = (".pki/nssdb", ".local/share/pki/nssdb")  # the older place and the newer
QUIET_FIREFOX = {
    "marionette.port": 0,
    "remote.prefs.recommended": False,  # else it would not keep what it keeps for people
    "network.dns.localDomains": ",".join(HOSTS),
    "network.trr.mode": 5,
    "app.update.auto": False,
    "startup.homepage_welcome_url": "about:blank",
    "browser.startup.homepage": "about:blank",
    "datareporting.policy.dataSubmissionEnabled": False,
}


@dataclass(frozen=True)
class Home:
    """What somebody with the device can search: everything the browser may write."""

    folder: Path
    authority: Authority
    script: bool = True

    @property
    def profile(self) -> Path:
        return self.folder / "profile"

    @property
    def environment(self) -> dict[str, str]:
        temporary = self.folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        return os.environ | {"HOME": str(self.folder), "TMPDIR": str(temporary)}


class Browser(Protocol):
    name: str

    def open(self, home: Home, base: str): ...


class Chromium:
    name = "Chromium"

    def __init__(self, playwright: Playwright) -> None:
        self.playwright = playwright
        self.program = _here(os.environ.get("CHROMIUM") or "/usr/bin/chromium", "chromium")

    @contextmanager
    def open(self, home: Home, base: str) -> Iterator["TabbedChromiumHand"]:
        """With no route of Playwright's: a route would turn off the browser's cache."""
        if not home.profile.exists():
            for store in CHROMIUM_STORES:
                home.authority.trusted_in(home.folder / store)
        context = self.playwright.chromium.launch_persistent_context(
            home.profile,
            executable_path=self.program,
            env=home.environment,
            base_url=base,
            java_script_enabled=home.script,
            args=[*FLAGS, "--host-resolver-rules=MAP *.example 127.0.0.1"],
            ignore_default_args=["--disable-back-forward-cache", "--enable-automation"],
        )
        context.set_default_timeout(15_000)
        yield TabbedChromiumHand(context.pages[0])
        with suppress(PlaywrightError):  # where it was killed
            context.close()

    def kill(self, home: Home) -> None:
        _kill(f"--user-data-dir={home.profile}")


class TabbedChromiumHand(ChromiumHand):
    def elsewhere(self, address: str, css: str, text: str) -> None:
        """Types something in a second tab, which stays open, and comes back to the first."""
        page = self.page.context.new_page()
        page.goto(address)
        page.locator(css).press_sequentially(text)
        self.page.bring_to_front()

    def status(self) -> int:
        """Of the answer that made this page."""
        return self.in_page(STATUS)

    def in_page(self, script: str) -> object:
        return self.page.evaluate(f"() => {{ {script} }}")

    def back(self) -> None:
        self.page.go_back(wait_until="commit")  # a page from memory does not load
        self.page.wait_for_timeout(300)

    def values(self, fields: Iterable[str]) -> list[str]:
        """What stands in those of these fields that are there."""
        found = [field for css in fields for field in self.page.locator(css).all()]
        return [field.input_value() for field in found]

    def entries(self) -> list[str]:
        """Every address behind Back and before it."""
        devtools = self.page.context.new_cdp_session(self.page)
        entries = devtools.send("Page.getNavigationHistory")["entries"]
        devtools.detach()
        return [entry["url"] for entry in entries]


class Firefox:
    name = "Firefox ESR"

    def __init__(self) -> None:
        self.program = _here(os.environ.get("FIREFOX") or "/usr/bin/firefox-esr", "firefox-esr")

    @contextmanager
    def open(self, home: Home, base: str) -> Iterator[FirefoxHand]:
        if not home.profile.exists():
            home.authority.trusted_in(home.profile)
        _prefer(home.profile, QUIET_FIREFOX | {"javascript.enabled": home.script})
        process = self._start(home)
        try:
            with closing(Marionette(_port(home.profile, process))) as marionette:
                yield FirefoxHand(marionette, base)
                with suppress(MarionetteError, OSError):  # where it was killed
                    marionette.quit()
            process.wait(timeout=SECONDS_TO_START)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def kill(self, home: Home) -> None:
        _kill(str(home.profile))

    def _start(self, home: Home) -> subprocess.Popen:
        (home.profile / "MarionetteActivePort").unlink(missing_ok=True)
        ways = ("--headless", "--marionette", "--remote-allow-system-access", "--no-remote")
        with (Path(os.devnull)).open("ab") as said:
            return subprocess.Popen(
                [self.program, *ways, "--profile", str(home.profile)],
                env=home.environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )


def _here(program: str, package: str) -> str:
    assert shutil.which(program), f"{program} is missing: apt-get install {package}"
    return program


def _prefer(profile: Path, preferences: dict) -> None:
    written = {True: "true", False: "false"}
    lines = [
        f'user_pref("{name}", {written[value] if isinstance(value, bool) else repr(value)});\n'
        for name, value in preferences.items()
    ]
    (profile / "user.js").write_text("".join(lines).replace("'", '"'))


def _port(profile: Path, process: subprocess.Popen) -> int:
    end = time.monotonic() + SECONDS_TO_START
    path = profile / "MarionetteActivePort"
    while not (path.exists() and path.read_text()):
        assert process.poll() is None, "Firefox ended while it was starting"
        assert time.monotonic() < end, "Firefox did not open its Marionette port"
        time.sleep(0.1)
    return int(path.read_text())


def _kill(argument: str) -> None:
    """Every process of the browser that was started with this argument, and none other."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if argument.encode() in place.read_bytes().split(b"\0"):
                os.kill(int(place.parent.name), signal.SIGKILL)
