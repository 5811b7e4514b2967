"""Takes the pictures of the README from a running demonstration (`make demo`):

python docs/pictures/take.py http://localhost:8000 NAME PASSWORD TOTP_SECRET
"""

import base64
import os
import sys
from pathlib import Path

from django_otp.oath import totp
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PUBLIC = (
    ("home-1280-light", "/", 1280, 1000, "light"),
    ("wall-1280-light", "/stories/", 1280, 1100, "light"),
    ("wall-360-dark", "/stories/", 360, 760, "dark"),
    ("share-360-light", "/share/", 360, 760, "light"),
    ("resources-1280-light", "/resources/?country=FR", 1280, 1000, "light"),
)


def take(
    browser: Browser, site: str, name: str, path: str, width: int, height: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(site + path)
    page.screenshot(path=HERE / f"{name}.png")
    page.close()


def first_letter(browser: Browser, site: str) -> str:
    page = browser.new_page()
    page.goto(f"{site}/stories/?kind=story&language=en")
    path = page.locator(".quilt a", has_text="1 min").last.get_attribute("href")
    page.close()
    return path.partition("?")[0]


def sign_in(page: Page, site: str, name: str, password: str, secret: str) -> None:
    page.goto(f"{site}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.fill("#id_otp_token", f"{totp(base64.b32decode(secret)):06d}")
    page.click("[type=submit]")


def main(site: str, name: str, password: str, secret: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in PUBLIC:
            take(browser, site, *picture)
        take(browser, site, "story-1280-light", first_letter(browser, site), 1280, 1000, "light")
        desk = browser.new_page(viewport={"width": 1280, "height": 700})
        sign_in(desk, site, name, password, secret)
        desk.goto(f"{site}/admin/stories/submission/")
        desk.screenshot(path=HERE / "queue-1280-light.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
