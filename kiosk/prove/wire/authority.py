"""A certificate authority for one run, whose one certificate is for this machine."""

import ssl
from dataclasses import dataclass
from pathlib import Path

NEEDED = ".venv/bin/pip install -e '.[prove]'"


class NoAuthority(RuntimeError):
    """The package that makes certificates is not installed; the message has the cure."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What a server shows, and the file by which a client knows it."""

    server: ssl.SSLContext
    ca_file: Path


def make_authority(folder: Path) -> Authority:
    """A fresh one. Raises NoAuthority."""
    try:
        import trustme
    except ImportError as missing:
        msg = f"cuts over TLS need a certificate, and trustme makes it: {NEEDED}"
        raise NoAuthority(msg) from missing
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(server)
    ca_file = folder / "authority.pem"
    authority.cert_pem.write_to_path(ca_file)
    return Authority(server, ca_file)
