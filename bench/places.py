"""What stands side by side: each reference and the wall, with data, made ready and started. Ports from 8101 on."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.servers import Server, serving
from tests.deployed.standing import standing as before

ROOT = Path(__file__).resolve().parent.parent
ISSO = ROOT / ".venv-bench" / "bin" / "gunicorn"
GRANIAN = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--no-access-log"),
    *("--log-level", "error", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "1"),
]
NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit;
events {{ worker_connections 512; }}
http {{ access_log off; sendfile on; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
uwsgi_temp_path {folder}; scgi_temp_path {folder}; types {{ text/html html; }}
server {{ listen 127.0.0.1:8105; listen 127.0.0.1:8109 ssl http2; root {folder}/static;
ssl_certificate {certificate}; ssl_certificate_key {certificate}; ssl_protocols TLSv1.2 TLSv1.3; }} }}
"""
# As it comes, but for moderation, and without its own limit of posts from one address.
ISSO_SETTINGS = """
[general]
dbpath = {folder}/comments.db
host = http://127.0.0.1:8106/
[moderation]
enabled = true
[guard]
enabled = false
"""
OPEN = """
from stories.models.private import IntakeSwitch
IntakeSwitch.objects.update_or_create(pk=1, defaults={"posts_per_minute": 2_000_000_000, "bare_per_hour": 30_000})
"""


def database(name: str) -> str:
    """An empty one beside DATABASE_URL's, or none: then it is SQLite in VAR_DIR."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return ""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"


def environment(folder: Path, name: str, port: int, **more: str) -> dict[str, str]:
    here = folder / name
    here.mkdir()
    own = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    own |= {"VAR_DIR": str(here), "PORT": str(port), "DATABASE_URL": database(f"bench_{name}")}
    cache = os.environ.get("CACHE_URL", "locmemcache://")
    return own | {"CACHE_URL": cache, "TRUSTED_PROXIES": "1", "PYTHONPATH": str(ROOT)} | more


def python(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return done.stdout


def make_wall(
    folder: Path, number: int, name: str = "wall", port: int = 8107, **more: str
) -> dict[str, str]:
    env = environment(folder, name, port, **more)
    python(env, "-m", "metoo_wall.keys")
    python(env, "manage.py", "prepare")
    python(env, "-m", "bench.seeds", str(number))
    python(env, "manage.py", "shell", "-v0", "-c", OPEN)
    count = "from stories.models import tallies; tallies.count_new(); tallies.count_new()"
    python(env, "manage.py", "shell", "-v0", "-c", count)
    return env


def make_plain(folder: Path, number: int) -> dict[str, str]:
    env = environment(folder, "plain", 8103)
    python(env, "-m", "bench.references.plain", str(number))
    return env


@contextmanager
def standing(
    folder: Path, wall: dict[str, str], plain: dict[str, str]
) -> Iterator[dict[str, Server]]:
    """All of them, ready to answer."""
    page = folder / "static"
    page.mkdir()
    (page / "page.html").write_text("x" * 12_288)
    (folder / "isso.cfg").write_text(ISSO_SETTINGS.format(folder=folder))
    isso = {"ISSO_SETTINGS": str(folder / "isso.cfg"), "PATH": os.environ["PATH"]}

    def granian(module: str, port: int) -> list[str]:
        return [*GRANIAN, "--port", str(port), f"bench.references.{module}:application"]

    command_of_wall = [sys.executable, "manage.py", "run"]
    commands = {
        "bare hello": (granian("hello", 8101), 8101, plain | {"MIDDLEWARE": "none"}, "/"),
        "hello": (granian("hello", 8102), 8102, plain, "/"),
        "plain": (granian("plain", 8103), 8103, plain, "/"),
        "raw": (granian("raw", 8104), 8104, plain, "/"),
        "nginx": (
            ["nginx", "-e", "/dev/null", "-c", str(folder / "nginx.conf")],
            8105,
            None,
            "/page.html",
        ),
        "isso": ([str(ISSO), "-w", "4", "-b", "127.0.0.1:8106", "isso.run"], 8106, isso, "/"),
        "wall": (command_of_wall, 8107, wall, "/readyz"),
        "fronted": (command_of_wall, 8110, wall | {"PORT": "8110", "HTTPS": "1"}, "/healthz"),
        "plain, kept": (granian("plain", 8108), 8108, plain | {"CONNECTION": "kept"}, "/"),
    }
    with ExitStack() as stack:
        front = Path(stack.enter_context(TemporaryDirectory(prefix="front")))
        nginx = stack.enter_context(before(front, 8110))
        conf = NGINX.format(folder=folder, certificate=nginx.authority.hosts)
        (folder / "nginx.conf").write_text(conf)
        made = {"behind nginx": Server(nginx.process, nginx.address)}
        for name, (command, port, env, path) in commands.items():
            said = folder / f"{name.replace(' ', '-')}.txt"
            started = serving(command, port, said, path, cwd=ROOT, env=env)
            made[name] = stack.enter_context(started)
        made["nginx, TLS"] = Server(made["nginx"].process, "https://localhost:8109")
        yield made


def some_ids(wall: dict[str, str], number: int) -> list[str]:
    """Public ids from all over the wall."""
    code = (
        "import random; from stories.models import Story; n = Story.objects.first().id; "
        f"print(*[Story.objects.filter(id__lte=random.randint(n // 10, n)).values_list('public_id', flat=True).first() for _ in range({number})])"
    )
    return python(wall, "manage.py", "shell", "-v0", "-c", code).split()


def counts(wall: dict[str, str], plain: dict[str, str]) -> dict[str, int]:
    code = "from stories.models import Story, Submission; print(Story.objects.count(), Submission.objects.count())"
    stories, submissions = python(wall, "manage.py", "shell", "-v0", "-c", code).split()
    posts = python(
        plain, "-c", "from bench.references import plain; print(plain.Post.objects.count())"
    )
    return {"stories": int(stories), "submissions": int(submissions), "plain": int(posts)}


def a_token() -> str:
    return secrets.token_hex(16)
