"""A certificate authority for one run, and what makes browsers trust it. Its key never leaves the run's folder."""

import datetime
import shutil
import ssl
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

A_DAY = datetime.timedelta(days=1)
PEM = serialization.Encoding.PEM
NICKNAME = "the run's own"


class Authority:
    def __init__(self, folder: Path, hosts: list[str]) -> None:
        """Writes `authority.pem`, and `hosts.pem` with a key and a certificate for all of `hosts`."""
        self.certificate = folder / "authority.pem"
        self.hosts = folder / "hosts.pem"
        key, name = ec.generate_private_key(ec.SECP256R1()), _name("The run's own authority")
        own = _builder(name, name, key.public_key(), is_authority=True).sign(key, hashes.SHA256())
        self.certificate.write_bytes(own.public_bytes(PEM))
        self.hosts.write_bytes(_issued(hosts, name, key))

    def context(self) -> ssl.SSLContext:
        """For a server that answers for these hosts."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.hosts)
        return context

    def trusted_in(self, database: Path) -> None:
        """Puts the authority into a certificate database of NSS, as both browsers read it."""
        assert shutil.which("certutil"), "certutil is missing: apt-get install libnss3-tools"
        database.mkdir(parents=True, exist_ok=True)
        where = ["-d", f"sql:{database}"]
        run = {"check": True, "capture_output": True}
        subprocess.run(["certutil", "-N", "--empty-password", *where], **run)
        added = ["-n", NICKNAME, "-t", "C,,", "-i", str(self.certificate)]
        subprocess.run(["certutil", "-A", *where, *added], **run)


def _issued(hosts: list[str], issuer: x509.Name, authority: ec.EllipticCurvePrivateKey) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    certificate = (
        _builder(_name(hosts[0]), issuer, key.public_key())
        .add_extension(names, critical=False)
        .add_extension(usage, critical=False)
        .sign(authority, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, plain)
    return private + certificate.public_bytes(PEM)


def _builder(
    subject: x509.Name, issuer: x509.Name, key, *, is_authority: bool = False
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    constraints = x509.BasicConstraints(ca=is_authority, path_length=None)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - A_DAY)
        .not_valid_after(now + A_DAY)
        .add_extension(constraints, critical=True)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
