"""What a browser's own history keeps of a site: the file, and the page or list that people see."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, expect

CHROMIUM = "SELECT url, title, (SELECT count(*) FROM visits WHERE visits.url = urls.id) FROM urls"
FIREFOX = """SELECT url, coalesce(title, ''),
    (SELECT count(*) FROM moz_historyvisits WHERE place_id = moz_places.id) FROM moz_places"""


@dataclass(frozen=True)
class Row:
    address: str
    title: str
    visits: int

    @property
    def kind(self) -> str:
        first, *more = urlsplit(self.address).path.strip("/").split("/")
        return f"{first}/…" if more else first or "home"


def in_the_file(profile: Path, base: str) -> list[Row]:
    """Rows of the history file whose address begins with `base`."""
    chromium = profile / "Default" / "History"
    file, query = (
        (chromium, CHROMIUM) if chromium.exists() else (profile / "places.sqlite", FIREFOX)
    )
    with closing(sqlite3.connect(file)) as history:
        rows = [Row(*row) for row in history.execute(query)]
    return [row for row in rows if row.address.startswith(f"{base}/")]


def summary(rows: list[Row]) -> str:
    kinds = Counter(row.kind for row in rows)
    titles = Counter(row.title for row in rows)
    visits = sum(row.visits for row in rows)
    return f"{len(rows)} addresses {dict(kinds)}, {visits} visits, titles {dict(titles)}"


def on_the_history_page(context: BrowserContext) -> list[str]:
    """The addresses that chrome://history lists."""
    page = context.new_page()
    page.set_viewport_size({"width": 1000, "height": 4000})  # its list makes what is in view, only
    page.goto("chrome://history/")
    items = page.locator("history-item")
    expect(items.first).to_be_visible()
    page.wait_for_timeout(500)
    addresses = [item.evaluate("item => item.item.url") for item in items.all()]
    page.close()
    return addresses
