"""What the shipped nginx files must say, and what they must never: SAFETY's list of what nginx keeps by itself.

`make deploy-test` runs them in front of the real site; this reads them, on any machine.
"""

import re
from pathlib import Path

import pytest

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx"
FILES = sorted(SHIPPED.rglob("*.conf"))
SAID_ONCE = {
    "access_log": "off",
    "log_not_found": "off",
    "server_tokens": "off",
    "gzip": "off",
    "client_max_body_size": "256k",
    "client_body_in_file_only": "off",
    "client_body_in_single_buffer": "on",
    "client_header_timeout": "10s",
    "client_body_timeout": "15s",
    "send_timeout": "15s",
    "large_client_header_buffers": "4 8k",
    "proxy_max_temp_file_size": "0",
    "proxy_request_buffering": "on",
    "proxy_buffering": "on",
    "ssl_protocols": "TLSv1.2 TLSv1.3",
    "ssl_session_tickets": "off",
    "ssl_early_data": "off",
    "ssl_reject_handshake": "on",
}
HANDED_ON = {
    "Host $http_host",
    'Connection ""',
    "X-Forwarded-For $remote_addr",
    "X-Forwarded-Proto $scheme",
    'X-Forwarded-Host ""',
    'Forwarded ""',
}
NEVER = (
    "proxy_cache_use_stale",  # what was taken back would stand until somebody asks again
    "proxy_cache_valid",  # counts in whole seconds from the answer: up to two of them
    "proxy_cache_lock",  # whoever waits for it waits for half a second
    "proxy_cache_background_update",
    "proxy_store",
    "log_format",
    "mirror",
    "limit_req_log_level",
    "proxy_ignore_headers Set-Cookie",
    "real_ip_header",
    "$proxy_add_x_forwarded_for",  # believes what a visitor says of their own address
    "ssl_stapling",
)


def directives() -> list[tuple[str, str]]:
    """Each directive of all files with its values; comments are no directives."""
    text = "\n".join(re.sub(r"^\s*#.*$", "", file.read_text(), flags=re.M) for file in FILES)
    words = re.findall(r"^\s*([a-z_0-9]+)\s+([^;{}]*?)\s*;", text, flags=re.M)
    return [(name, " ".join(values.split())) for name, values in words]


def values(name: str) -> list[str]:
    return [value for each, value in directives() if each == name]


def in_bytes(size: str) -> int:
    return int(size.removesuffix("k")) * (1024 if size.endswith("k") else 1)


def location(beginning: str) -> str:
    places = (SHIPPED / "wall" / "places.conf").read_text()
    return re.search(rf"^location {re.escape(beginning)} {{\n(.*?)^}}", places, re.M | re.S)[1]


@pytest.mark.parametrize(("name", "value"), SAID_ONCE.items())
def test_it_is_said_once_and_nowhere_undone(name, value):
    assert values(name) == [value]


def test_nothing_is_written_about_anybody():
    assert values("error_log") == ["/dev/null crit"] * 2  # for the program, and for what it answers


@pytest.mark.parametrize("words", NEVER)
def test_it_is_never_said(words):
    assert [f"{name} {value}" for name, value in directives() if words in f"{name} {value}"] == []


def test_the_largest_body_fits_its_buffer(settings):
    largest, buffer = values("client_max_body_size")[0], values("client_body_buffer_size")[0]

    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= in_bytes(largest) < in_bytes(buffer)


def test_the_longest_page_fits_its_buffers():
    from stories.wall.padding import LENGTHS

    number, size = values("proxy_buffers")[0].split()

    assert int(number) * in_bytes(size) > 2 * max(LENGTHS)


def test_what_would_be_a_file_lies_in_memory():
    paths = [value.split()[0] for name, value in directives() if name.endswith("_temp_path")]
    paths += [value.split()[0] for value in values("proxy_cache_path")]

    assert len(paths) == 7
    assert all(path.startswith("/run/nginx-wall/") for path in paths)
    assert all("use_temp_path=off" in value for value in values("proxy_cache_path"))


def test_the_site_is_told_what_nginx_saw():
    assert set(values("proxy_set_header")) == HANDED_ON


def test_only_the_home_page_and_the_wall_are_kept():
    kept = r"~ ^/(?:[a-z][a-z](?:-[a-z]+)?/)?(?:stories/)?$"

    assert values("proxy_cache") == ["off", "pages", "static"]
    assert "proxy_cache off;" in location("/")
    assert "proxy_cache pages;" in location(kept)
    assert "proxy_no_cache $http_cookie $http_authorization;" in location(kept)
    pattern = kept.removeprefix("~ ")
    for path in ("/", "/fr/", "/stories/", "/ar/stories/", "/pt-br/stories/"):
        assert re.search(pattern, path)
    for path in (
        "/share/",
        "/fr/share/",
        "/yours/",
        "/admin/",
        "/stories/abcdefghijkl/",
        "/numbers/",
    ):
        assert not re.search(pattern, path)


def test_a_strange_name_gets_no_answer():
    site = (SHIPPED / "wall" / "site.conf").read_text()

    assert site.count("default_server") == 4
    assert "return 444;" in site


def test_a_page_of_nginx_says_what_every_page_says():
    from metoo_wall.middleware import PAGE_HEADERS, POLICY, TRUSTED_TYPES

    text = (SHIPPED / "wall" / "headers.conf").read_text()
    said = dict(re.findall(r'^add_header (\S+) "?(.+?)"? always;$', text, re.M))
    assert said.pop("Strict-Transport-Security") == "$hsts"
    assert said == PAGE_HEADERS | {"Content-Security-Policy": POLICY + TRUSTED_TYPES}


def test_there_is_a_page_for_each_refusal_of_nginx():
    from metoo_wall.management.commands.error_pages import PAGES

    pages = re.findall(r"/nginx-pages/\$page_language/(\d+)\.html", " ".join(values("error_page")))

    assert set(pages) == set(PAGES)


def test_pages_of_nginx_speak_the_languages_of_the_site(settings):
    codes = "|".join(sorted(code for code, _name in settings.LANGUAGES if code != "en"))

    assert f'"~^/({codes})/"' in (SHIPPED / "nginx.conf").read_text()
