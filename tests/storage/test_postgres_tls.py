"""Over a network: a server is believed when an authority that we name has signed for its name, and not otherwise."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from kiosk.storage.engine import Database, Unwritable, open_database
from tests.postgres import PostgresServer, private_folder


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def port(authority: trustme.CA) -> Iterator[int]:
    """A server that listens on the loopback device, with a certificate for "localhost"."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    certificate = authority.issue_cert("localhost")
    with private_folder() as folder:
        server = PostgresServer(Path(folder))
        key = server.give("server.key", certificate.private_key_pem.bytes())
        chain = server.give("server.pem", b"".join(part.bytes() for part in certificate.cert_chain_pems))
        server.more = {
            "listen_addresses": "127.0.0.1",
            "port": str(number),
            "ssl": "on",
            "ssl_key_file": str(key),
            "ssl_cert_file": str(chain),
        }
        server.start()
        yield number
        server.stop()


def opened(port: int, authority: trustme.CA, folder: Path, host: str = "localhost") -> Database:
    root = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(root))
    return open_database(
        f"postgresql://owner@{host}:{port}/postgres?sslmode=verify-full&sslrootcert={root}&hostaddr=127.0.0.1"
    )


def test_a_server_with_the_right_certificate_is_spoken_to_in_secret(
    port: int, authority: trustme.CA, tmp_path: Path
) -> None:
    database = opened(port, authority, tmp_path)
    with database.read() as session:
        asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        assert session.exec_driver_sql(asked).scalar_one() is True
    database.close()


def test_a_server_that_a_stranger_has_signed_for_gets_nothing(port: int, tmp_path: Path) -> None:
    database = opened(port, trustme.CA(), tmp_path)
    with pytest.raises(Unwritable, match="certificate verify failed"), database.write():
        pass
    database.close()


def test_a_server_of_another_name_gets_nothing(port: int, authority: trustme.CA, tmp_path: Path) -> None:
    database = opened(port, authority, tmp_path, host="back-office")
    with pytest.raises(Unwritable, match="does not match host name"), database.write():
        pass
    database.close()
