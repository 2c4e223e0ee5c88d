"""Pairing over a network: the code is the only password before, the kiosk's own one after, and both go over TLS alone."""

import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import trustme

from kiosk import cli
from kiosk.services.restaurants import install
from kiosk.storage import pairing, roles
from kiosk.storage.engine import Unwritable, open_database
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.restaurants import restaurant
from tests.postgres import PostgresServer, private_folder

CODE = "K7PWM3QX2RTA"
PASSWORDS_ONLY = "local all owner trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[str]:
    """What the desk of such a server shows."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    root = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(root))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with private_folder() as folder:
        server = PostgresServer(Path(folder))
        key = server.give("server.key", certificate.private_key_pem.bytes())
        chain = server.give("server.pem", b"".join(part.bytes() for part in certificate.cert_chain_pems))
        server.more = {
            "listen_addresses": "127.0.0.1", "port": str(port), "ssl": "on", "ssl_key_file": str(key),
            "ssl_cert_file": str(chain),
        }  # fmt: skip
        server.start()
        (server.folder / "data" / "pg_hba.conf").write_text(PASSWORDS_ONLY, encoding="utf-8")
        at_home = server.url("postgres") + f"&port={port}"
        with psycopg.connect(at_home, autocommit=True) as connection:
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE jari")
        database = open_database(at_home.replace("/postgres?", "/jari?"))
        bring_up_to_date(database)
        install(database, restaurant())
        with database.write() as session:
            roles.grant(session)
            pairing.offer(session, "corner", CODE, "kiosk-7", 10)
        yield f"{CODE}@localhost:{port}/jari?sslmode=verify-full&sslrootcert={root}&hostaddr=127.0.0.1"
        database.close()
        server.stop()


def test_the_code_is_a_password_once_and_the_kiosks_own_one_is_asked_for_from_then_on(
    shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, passwords = tmp_path / "kiosk.toml", tmp_path / "pgpass"
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    assert cli.main(["pair", shown.replace(CODE, "AAAAAAAAAAAA"), "--settings", str(file)]) == 2
    assert "could not be reached with this code" in capsys.readouterr().err
    assert cli.main(["pair", shown, "--settings", str(file)]) == 0
    assert cli.main(["pair", shown, "--settings", str(tmp_path / "other.toml")]) == 2, "once"
    url = tomllib.loads(file.read_text(encoding="utf-8"))["database_url"]
    assert "sslmode=verify-full" in url
    database = open_database(url)
    with database.read() as session:
        asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        assert session.exec_driver_sql(asked).scalar_one() is True
        assert roles.kind_here(session) is roles.Kind.KIOSK
    database.close()
    passwords.unlink()
    without = open_database(url)
    with pytest.raises(Unwritable), without.write():
        pass
    without.close()
