"""The shipped systemd units and the tor configuration: little reach, nothing written about anybody."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

SHIPPED = Path(__file__).resolve().parents[2] / "deploy"
UNITS = SHIPPED / "systemd"
MOST_EXPOSED = 2.5  # of 10, as `systemd-analyze security` counts
NGINX_OF_DEBIAN = """[Service]
Type=forking
PIDFile=/run/nginx.pid
ExecStart=/usr/sbin/nginx -g 'daemon on; master_process on;'
"""
OURS = sorted(UNITS.glob("wall*.service"))


def whole(unit: Path) -> str:
    """A unit with the drop-in that systemd reads with it, as one file."""
    more = UNITS / "wall-.service.d" / "hardened.conf"
    return unit.read_text() + (more.read_text() if unit.name.startswith("wall-") else "")


def settings_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"[A-Z]\w+=", line)]


@pytest.mark.parametrize("unit", OURS, ids=lambda unit: unit.name)
def test_our_units_reach_little(unit, tmp_path):
    assert exposure(tmp_path / unit.name, whole(unit)) < MOST_EXPOSED


def test_nginx_reaches_little(tmp_path):
    more = (UNITS / "nginx.service.d" / "wall.conf").read_text()

    assert exposure(tmp_path / "nginx.service", NGINX_OF_DEBIAN + more) < MOST_EXPOSED


def exposure(file: Path, text: str) -> float:
    """In the words of `systemd-analyze`, where that is; elsewhere from what the file says."""
    file.write_text(text)
    program = shutil.which("systemd-analyze")
    if program is None:
        return 0.0 if "CapabilityBoundingSet=" in text and "ProtectSystem=strict" in text else 10.0
    command = [program, "security", "--offline=yes", "--no-pager", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    return float(re.search(r"exposure level for \S+: ([\d.]+)", said.stdout)[1])


@pytest.mark.parametrize("unit", OURS, ids=lambda unit: unit.name)
def test_no_memory_is_written_to_a_disk_and_no_file_is_for_others(unit):
    said = settings_of(whole(unit))

    assert "LimitCORE=0" in said
    assert "UMask=0077" in said
    assert "User=wall" in said


def test_what_surrounds_the_site_surrounds_its_timed_commands():
    site = settings_of((UNITS / "wall.service").read_text())
    walls = site[site.index("ProtectSystem=strict") : site.index("SystemCallErrorNumber=EPERM") + 1]

    assert len(walls) > 20
    assert set(walls) <= set(settings_of((UNITS / "wall-.service.d" / "hardened.conf").read_text()))


def test_each_command_of_the_site_exists():
    from django.core.management import get_commands

    text = "".join(map(whole, OURS))

    named = set(re.findall(r"manage\.py (\w+)", text))
    assert {"prepare", "error_pages", "run"} <= named
    assert named <= set(get_commands())


def test_the_pages_for_nginx_are_written_where_it_reads_them_and_outlive_the_machine_being_off():
    site, places = UNITS / "wall.service", SHIPPED / "nginx" / "wall" / "places.conf"
    written = re.search(r"manage\.py error_pages (\S+)", site.read_text())[1]

    assert f"alias {written}/;" in places.read_text()
    assert {f"CacheDirectory={Path(written).name}", "CacheDirectoryMode=0755"} <= set(
        settings_of(site.read_text())
    )
    assert written.startswith("/var/cache/")


def test_the_environment_file_names_settings_that_exist():
    known = (SHIPPED.parent / ".env.example").read_text()
    names = re.findall(r"^([A-Z_]+)=", (UNITS / "wall.env").read_text(), re.M)

    assert names
    assert all(re.search(rf"^#? ?{name}=", known, re.M) for name in names)


def test_the_proxy_is_counted_and_trusted_once():
    site = (UNITS / "wall.service").read_text()

    assert "HTTPS=1 TRUSTED_PROXIES=1" in site


def test_tor_writes_nothing_down_and_serves_nobody_else():
    torrc = (SHIPPED / "tor" / "torrc").read_text().splitlines()

    assert {"Log err file /dev/null", "SafeLogging 1", "AvoidDiskWrites 1", "SocksPort 0"} <= set(
        torrc
    )
    assert "HiddenServicePort 80 unix:/run/nginx-wall/onion.sock" in torrc
    assert "unix:/run/nginx-wall/onion.sock" in (SHIPPED / "nginx/wall/onion.conf").read_text()


def test_the_command_for_people_has_the_settings_of_the_units():
    said = (SHIPPED / "wall").read_text()
    units = {
        line.removeprefix("Environment=")
        for unit in OURS
        for line in whole(unit).splitlines()
        if line.startswith("Environment=")
    }

    assert [line for line in said.splitlines() if line in units] == list(units)
    assert ". /etc/wall.env" in said
    assert "runuser -u wall -- /srv/wall/.venv/bin/python /srv/wall/manage.py" in said
    assert (SHIPPED / "wall").stat().st_mode & 0o111
