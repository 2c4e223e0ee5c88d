"""The command line: reads the words, calls the one command they name, and puts mistakes into plain words.

Imports a command only when it runs: whatever is imported here delays the first paint.
"""

import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from kiosk import __version__
from kiosk.app import arguments as read
from kiosk.app import campaign_arguments as campaigns
from kiosk.app.errors import Fix

_BAD_INPUT = 2
_INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; gives the process's exit code. 2 means that a person has to put something right."""
    args = parser().parse_args(words)
    command: Callable[[Namespace], int] = args.command
    try:
        return command(args)
    except Fix as fix:
        print(f"kiosk: {fix.what}", file=sys.stderr)
        print(f"       {fix.cure}", file=sys.stderr)
        return _BAD_INPUT
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as with `kiosk doctor | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def parser() -> ArgumentParser:
    """Every command and option there is."""
    top = ArgumentParser(
        prog="kiosk", description="Jari: guests choose seats, hold them and pay.", allow_abbrev=False
    )
    top.add_argument("--version", action="version", version=f"kiosk {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    run = _command(commands, "run", _run, "the guests' kiosk; without a display, the tour instead")
    size = run.add_mutually_exclusive_group()
    size.add_argument("--fullscreen", action="store_true", help="fill the screen")
    size.add_argument("--windowed", type=read.size, metavar="WxH", help="a window of that many pixels")
    _add_looks(run)
    run.add_argument("--terminal", metavar="NAME", help="this terminal's name, in bookings and logs")
    _add_settings(run)

    _add_desk(commands)

    tour = _command(
        commands, "tour", _tour, "a scripted guest from first touch to receipt, on the real windows"
    )
    tour.add_argument("--shots", type=Path, metavar="DIR", help="a PNG of each screen into DIR")
    tour.add_argument(
        "--json", type=Path, metavar="FILE", help="steps, times and the final booking and payment"
    )
    tour.add_argument(
        "--scenario", default="paid", metavar="NAME", help="what happens on the way (default: paid)"
    )
    tour.add_argument(
        "--role",
        choices=("guest", "desk", "newcomer"),
        default="guest",
        help="a guest at the kiosk, staff at the desk, or an owner on the first day: twelve tables, a price, and a sale",
    )
    tour.add_argument(
        "--by",
        choices=("touch", "keys"),
        default="touch",
        help="with a finger, or with the keyboard alone (guest; scenarios best and list)",
    )
    tour.add_argument(
        "--windowed", "--size", type=read.size, metavar="WxH", help="a window of that many pixels"
    )
    _add_looks(tour)
    _add_settings(tour)

    sandbox = _command(commands, "sandbox", _sandbox, "the local stand-in for Toss Payments, alone")
    sandbox.add_argument(
        "--port", type=read.port, default=0, metavar="N", help="on 127.0.0.1; 0 takes a free one"
    )
    sandbox.add_argument(
        "--clock-scale", type=read.scale, default=1.0, metavar="X", help="its time runs X times as fast"
    )

    sandbox.add_argument(
        "--until-input-ends", action="store_true", help="end when standard input does, as with a parent"
    )

    settle = _command(
        commands, "settle", _later("kiosk.app.settle"), "settle payments for kiosks that hold no secret key"
    )
    settle.add_argument("--terminal", metavar="NAME", help="this settler's name, in the journal and the logs")
    _add_settings(settle)

    _add_terminals(commands)
    _add_privacy(commands)

    init = _command(
        commands, "init", _later("kiosk.app.initialise"), "make the database, or bring it up to date"
    )
    _add_settings(init)

    attention = _command(
        commands,
        "attention",
        _later("kiosk.app.attention"),
        "what waits for a member of staff, and what to do about it",
    )
    attention.add_argument("--take", metavar="ID", help="say that somebody looks after this one")
    attention.add_argument(
        "--by", metavar="WHO", help="who takes it: a staff number, it stays in the journal"
    )
    attention.add_argument("--decision", metavar="TEXT", help="what they do")
    _add_settings(attention)

    _add_receipt(commands)

    reconcile = _command(
        commands,
        "reconcile",
        _later("kiosk.app.reconcile"),
        "our books against Toss's transactions and settlements",
    )
    reconcile.add_argument(
        "--date", type=read.day, metavar="D", help="a day in Seoul, 2026-03-13; else today"
    )
    reconcile.add_argument("--json", type=Path, metavar="FILE", help="the same for a program to read")
    reconcile.add_argument("--api", metavar="URL", help="a `kiosk sandbox` that runs, instead of Toss")
    _add_settings(reconcile)

    _add_backups(commands)
    _add_journal(commands)

    _add_prove(commands)
    _add_bench(commands)

    _add_doctor(commands)
    return top


def _command(
    commands: "_SubParsersAction[ArgumentParser]", name: str, does: Callable[[Namespace], int], what: str
) -> ArgumentParser:
    parser = commands.add_parser(name, help=what, description=what, allow_abbrev=False)
    parser.set_defaults(command=does)
    return parser


def _add_doctor(commands: "_SubParsersAction[ArgumentParser]") -> None:
    doctor = _command(
        commands,
        "doctor",
        _later("kiosk.app.doctor"),
        "what is missing or wrong on this machine, each with its cure",
    )
    doctor.add_argument(
        "--access",
        dest="for_access",
        action="store_true",
        help="who can use it: rule by rule, and what is not there",
    )
    doctor.add_argument("--json", action="store_true", help="the same for a program to read")
    _add_settings(doctor)


def _add_receipt(commands: "_SubParsersAction[ArgumentParser]") -> None:
    receipt = _command(
        commands, "receipt", _later("kiosk.app.receipt_command"), "the receipt of a paid booking"
    )
    receipt.add_argument(
        "which",
        metavar="NUMBER",
        help="the booking's number, or an order id or its end (four letters or more)",
    )
    receipt.add_argument("--pdf", type=Path, metavar="FILE", help="as a PDF, one page")
    receipt.add_argument("--lang", choices=("ko", "en", "ja", "zh"), help="default: that of the settings")
    _add_settings(receipt)


def _add_desk(commands: "_SubParsersAction[ArgumentParser]") -> None:
    desk = _command(commands, "desk", _later("kiosk.app.desk"), "the staff's terminal")
    size = desk.add_mutually_exclusive_group()
    size.add_argument("--fullscreen", action="store_true", help="fill the screen")
    size.add_argument("--windowed", type=read.size, metavar="WxH", help="a window of that many pixels")
    _add_looks(desk)
    desk.add_argument("--terminal", metavar="NAME", help="this desk's name (default: desk-1)")
    _add_settings(desk)
    what = "who may work at the desk: the first owner, and PINs that are locked or forgotten"
    staff = commands.add_parser("staff", help=what, description=what, allow_abbrev=False)
    words = staff.add_subparsers(metavar="list|add|reset|remove", required=True, dest="what")
    for name, said in (
        ("list", "everybody, with what they are"),
        ("add", "somebody new; the PIN is asked for, or read from standard input"),
        ("reset", "another PIN for somebody, which also opens a lock"),
        ("remove", "somebody has left"),
    ):
        word = _command(words, name, _later("kiosk.app.staff"), said)
        if name != "list":
            word.add_argument("name", metavar="NAME", help="as it stands on the PIN screen")
        if name == "add":
            word.add_argument(
                "--role", choices=("waiter", "manager", "owner"), default="owner", help="default: owner"
            )
        _add_settings(word)


def _add_backups(commands: "_SubParsersAction[ArgumentParser]") -> None:
    backup = _command(
        commands,
        "backup",
        _later("kiosk.app.backup_command", "backup_main"),
        "copy the database, also while the kiosk works",
    )
    backup.add_argument("--to", type=Path, metavar="DIR", help="another folder than the settings name")
    restore = _command(
        commands,
        "restore",
        _later("kiosk.app.backup_command", "restore_main"),
        "put a backup in the database's place",
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup; it stays as it is")
    restore.add_argument("--yes", action="store_true", help="do not ask")
    restore.add_argument(
        "--despite-journal", action="store_true", help="even if somebody has changed the journal in it"
    )
    migrate = _command(
        commands,
        "migrate",
        _later("kiosk.app.backup_command", "migrate_main"),
        "bring the database up to date, with a backup first",
    )
    migrate.add_argument(
        "--to", metavar="URL", help="then move all of it into this empty database, such as a server's"
    )
    for command in (backup, restore, migrate):
        _add_settings(command)


def _add_terminals(commands: "_SubParsersAction[ArgumentParser]") -> None:
    pair = _command(
        commands, "pair", _later("kiosk.app.pair_command"), "make this a kiosk, by the code a desk shows"
    )
    pair.add_argument("code", metavar="CODE@HOST/DB", help="as the desk shows it: set-up, devices")
    _add_settings(pair)
    what = "which terminals may use the server's database, each with a role of its own"
    terminal = commands.add_parser("terminal", help=what, description=what, allow_abbrev=False)
    words = terminal.add_subparsers(metavar="add|revoke|list", required=True)
    add = _command(
        words,
        "add",
        _later("kiosk.app.terminal_command", "add_main"),
        "let one in; prints its address with a password, once",
    )
    add.add_argument(
        "--as",
        dest="kind",
        choices=("kiosk", "desk", "settler"),
        default="kiosk",
        help="what it is, and so what it may do (default: kiosk)",
    )
    revoke = _command(
        words, "revoke", _later("kiosk.app.terminal_command", "revoke_main"), "shut one out at once"
    )
    for command in (add, revoke):
        command.add_argument("name", metavar="NAME", help="the terminal's name, as in its settings")
    for command in (
        add,
        revoke,
        _command(words, "list", _later("kiosk.app.terminal_command", "list_main"), "those that are let in"),
    ):
        _add_settings(command)


def _add_privacy(commands: "_SubParsersAction[ArgumentParser]") -> None:
    what = "what is kept about one person: hand it out, erase it; and the rule, applied now"
    privacy = commands.add_parser("privacy", help=what, description=what, allow_abbrev=False)
    words = privacy.add_subparsers(metavar="export|erase|tidy", required=True)
    export = _command(
        words,
        "export",
        _later("kiosk.app.privacy_command"),
        "write it to a file for that person; asks who it is",
    )
    export.add_argument("file", type=Path, metavar="FILE", help="JSON; must not be there yet")
    erase = _command(
        words, "erase", _later("kiosk.app.privacy_command"), "take it away; bookings stay under their numbers"
    )
    tidy = _command(
        words,
        "tidy",
        _later("kiosk.app.privacy_command"),
        "shorten and erase by the rule now; done daily by whoever settles",
    )
    for command, name in ((export, "export"), (erase, "erase"), (tidy, "tidy")):
        command.set_defaults(what=name)
        _add_settings(command)


def _add_journal(commands: "_SubParsersAction[ArgumentParser]") -> None:
    what = "the hash chain of everything that happened to bookings and money"
    journal = commands.add_parser("journal", help=what, description=what, allow_abbrev=False)
    words = journal.add_subparsers(metavar="export|verify", required=True)
    export = _command(
        words,
        "export",
        _later("kiosk.app.journal_command", "export_main"),
        "write it to a file that anybody can check",
    )
    export.add_argument("file", type=Path, metavar="FILE", help="JSON Lines: a header, then one row a line")
    export.add_argument(
        "--with-script", action="store_true", help="put the script that checks it beside the file"
    )
    verify = _command(
        words,
        "verify",
        _later("kiosk.app.journal_command", "verify_main"),
        "find what was changed, moved or taken out",
    )
    verify.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="an export; without it, the database"
    )
    verify.add_argument(
        "--anchor", action="append", default=[], metavar="ANCHOR", help="from a receipt; may be given again"
    )
    verify.add_argument("--anchors", type=Path, metavar="FILE", help="a file with one anchor a line")
    for command in (export, verify):
        command.add_argument("--restaurant", metavar="ID", help="which one, if the database has several")
        _add_settings(command)


def _add_bench(commands: "_SubParsersAction[ArgumentParser]") -> None:
    bench = _command(
        commands,
        "bench",
        _later("kiosk.bench.command"),
        "how fast the shared floor is, on an empty database of one's own",
    )
    campaigns.add_bench(bench)


def _add_prove(commands: "_SubParsersAction[ArgumentParser]") -> None:
    prove = _command(
        commands,
        "prove",
        _later("kiosk.prove.command"),
        "break everything that can break, and see that no money and no seat is lost",
    )
    campaigns.add_prove(prove)


def _add_looks(parser: ArgumentParser) -> None:
    parser.add_argument("--theme", choices=("day", "night", "contrast", "auto"), help="colours to begin with")
    parser.add_argument("--lang", choices=("ko", "en", "ja", "zh"), help="language to begin with")
    parser.add_argument(
        "--access",
        type=read.wishes,
        metavar="WISHES",
        help="as if a guest had asked for it, such as large,contrast: large, largest, contrast, slow, calm, low, voice",
    )


def _add_settings(parser: ArgumentParser) -> None:
    parser.add_argument("--settings", type=Path, metavar="FILE", help="another settings file")


def _later(module: str, name: str = "main") -> Callable[[Namespace], int]:
    """A command that is imported only when it runs."""

    def command(args: Namespace) -> int:
        return int(getattr(import_module(module), name)(args))

    return command


def _run(args: Namespace) -> int:
    from kiosk.app.display import has_display

    if not has_display(os.environ):
        from kiosk.app import paths

        shots = paths.data_dir() / "tour"
        print("kiosk: there is no display here, so the tour is run instead of the kiosk.", flush=True)
        print(f"kiosk: a picture of each screen goes into {shots}", flush=True)
        return _tour(parser().parse_args(["tour", f"--shots={shots}", *_carried_over(args)]))
    from kiosk.app import run

    return run.main(args)


def _carried_over(args: Namespace) -> list[str]:
    names = ("windowed", "theme", "lang", "access", "settings")
    return [f"--{name}={value}" for name in names if (value := getattr(args, name)) is not None]


def _tour(args: Namespace) -> int:
    from kiosk.app import tour

    return tour.main(args)


def _sandbox(args: Namespace) -> int:
    from kiosk.sandbox import command

    return command.main(args.port, args.clock_scale, until_input_ends=args.until_input_ends)
