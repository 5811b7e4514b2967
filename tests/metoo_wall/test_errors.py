import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from metoo_wall import handler
from stories.intake import form_ids
from tests.factories import make_phrase

HERE = {"Sec-Fetch-Site": "same-origin"}
WORDS = "words that nobody may lose"


@pytest.fixture
def browser(settings):
    settings.ROOT_URLCONF = "tests.failing_urls"
    return Client(raise_request_exception=False, headers=HERE)


def refuse(execute, sql, params, many, context):
    raise OperationalError("away")


@pytest.mark.parametrize(
    ("how", "status"),
    [("400", 400), ("403", 403), ("404", 404), ("500", 500), ("503", 503), ("suspicious", 400)],
)
def test_a_failure_is_a_page_with_the_way_out_and_none_of_the_words(browser, settings, how, status):
    answer = browser.post(f"/fail/{how}/token/", {"text": WORDS})

    page = answer.content.decode()
    assert answer.status_code == status
    assert 'id="exit"' in page
    assert WORDS not in page


def test_a_body_over_the_limit_is_told_so(browser):
    answer = browser.post("/take/", {"text": "x" * 300 * 1024})

    assert answer.status_code == 413
    assert 'id="exit"' in answer.content.decode()


def test_too_many_fields_are_a_bad_request(browser):
    answer = browser.post("/take/", {f"field{number}": "" for number in range(201)})

    assert answer.status_code == 400


def test_a_file_is_refused(browser):
    answer = browser.post("/take/", {"text": WORDS, "file": SimpleUploadedFile("a.txt", b"a file")})

    assert answer.status_code == 400


def test_an_unknown_host_is_a_bad_request(browser):
    assert browser.get("/safety/", headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.django_db
def test_the_database_away_gives_the_words_back(browser):
    fields = {
        "text": WORDS,
        "name": "Noor",
        "warnings": ["one", "two"],
        "phrase": make_phrase().slug,
        "form_id": form_ids.new(),
        "step": "send",
    }

    with connection.execute_wrapper(refuse):
        answer = browser.post("/share/", fields)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert all(value in page for value in (WORDS, "Noor", "one", "two"))


@pytest.mark.django_db
def test_the_database_away_is_a_plain_page_for_readers(browser):
    with connection.execute_wrapper(refuse):
        answer = browser.get("/stories/")

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert 'id="exit"' in answer.content.decode()


@pytest.mark.django_db
def test_the_database_away_while_a_session_is_loaded_is_the_same_page(browser, settings):
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    with connection.execute_wrapper(refuse):
        answer = browser.get("/admin/")

    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_staff_without_a_token_in_the_form_meet_our_own_page(settings):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post("/admin/login/", {"username": "rosa"})

    assert answer.status_code == 403
    assert 'id="exit"' in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "path"),
    [("put", "/share/"), ("post", "/safety/"), ("post", "/"), ("options", "/resources/")],
)
def test_a_method_that_a_page_does_not_have_is_a_page_with_the_way_out(method, path):
    browser = Client(enforce_csrf_checks=True, headers=HERE)

    answer = getattr(browser, method)(path)

    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert 'id="exit"' in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "rot13", "hex", "idna", "latin-1"])
def test_a_body_in_another_charset_is_a_bad_request(browser, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"

    answer = browser.generic("POST", "/take/", b"text=%ff", kind)

    assert answer.status_code == 400
    assert 'id="exit"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["rot13", "hex", "latin-1"])
def test_a_query_is_never_read_in_the_charset_that_a_request_names(charset):
    """On the server itself: Django would do so while it makes the request, before there is anything to answer with."""
    environ = RequestFactory().generic("POST", "/share/?a=b", b"text=c").environ
    environ["CONTENT_TYPE"] = f"application/x-www-form-urlencoded; charset={charset}"
    said = []

    body = b"".join(handler.Handler()(environ, lambda *status: said.append(status[0])))

    assert said == ["400 Bad Request"]
    assert b'id="exit"' in body


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_a_body_that_says_utf_8_is_read(browser, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"

    assert browser.post("/take/", "text=%C3%A9", content_type=kind).content.decode() == "é"
