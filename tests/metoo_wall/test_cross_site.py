import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from metoo_wall.cross_site import same_site_posts

OURS, THEIRS = "http://testserver", "https://elsewhere.example"


@same_site_posts
def view(request):
    return HttpResponse("taken")


def post(**headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return view(RequestFactory().post("/", {"text": "a secret"}, headers=named))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "same-origin", "Origin": THEIRS},
        {"Origin": OURS},
        {"Origin": OURS, "Referer": f"{THEIRS}/page"},
        {"Referer": f"{OURS}/share/"},
        {"Referer": OURS},
    ],
)
def test_a_post_from_our_pages_is_taken(headers):
    assert post(**headers).content == b"taken"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": ""},
        {"Sec_Fetch_Site": "cross-site", "Origin": OURS, "Referer": f"{OURS}/"},
        {"Origin": THEIRS},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": f"{OURS}:8000"},
        {"Origin": "https://testserver"},
        {"Origin": THEIRS, "Referer": f"{OURS}/"},
        {"Origin": "null", "Referer": f"{OURS}/"},
        {"Referer": f"{THEIRS}/"},
        {"Referer": f"{OURS}.elsewhere.example/"},
        {"Referer": "http://testserver@elsewhere.example/"},
        {"Referer": "http://[broken/"},
    ],
)
def test_a_post_from_elsewhere_meets_a_page_that_keeps_nothing(headers):
    answer = post(**headers)

    assert answer.status_code == 403
    assert "a secret" not in answer.content.decode()


def test_reading_is_open_to_links_from_everywhere():
    request = RequestFactory().get("/", headers={"Sec-Fetch-Site": "cross-site"})

    assert view(request).content == b"taken"


def test_the_view_needs_no_csrf_token():
    assert view.csrf_exempt
