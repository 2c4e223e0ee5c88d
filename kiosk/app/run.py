"""``kiosk run``: the customers' kiosk, until its window is closed or the process is told to end."""

import os
import sys
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from kiosk.app import crashes, keys, logs, settings
from kiosk.app.display import unreachable
from kiosk.app.errors import Fix
from kiosk.app.keys import Mode
from kiosk.app.local_sandbox import LocalSandbox
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.program import Given, Program, make_application
from kiosk.app.settings import Settings
from kiosk.app.signals import end_on_signals
from kiosk.app.sole import sole
from kiosk.app.web_engine import prepare_web_engine


def main(args: Namespace) -> int:
    """Run the kiosk; gives the exit code. Raises Fix for what a person has to put right."""
    told = settings.from_args(args)
    if fix := unreachable(os.environ):
        raise fix
    # A stand-in on this machine, started by us or named in the settings: no card is real.
    rehearses = told.mode is Mode.SANDBOX or bool(told.company_url)
    remark = prepare_web_engine(os.environ, rehearsal=rehearses, live=told.mode is Mode.LIVE)
    if remark:
        print(f"kiosk: {remark}", file=sys.stderr)
    keys.hide_secret(os.environ)
    clock = MachineClock()
    with ExitStack() as stack:
        secrets = [told.toss_keys.secret] if told.toss_keys else []
        stack.enter_context(sole(told.database_url, told.terminal))
        log = logs.configure(told.log_dir, clock, secrets)
        stack.callback(logs.shut)
        stack.callback(crashes.guard(logs.Redactor(secrets)))
        sandbox = stack.enter_context(LocalSandbox()) if told.mode is Mode.SANDBOX else None
        app = make_application()
        program = Program(app, Given(told, clock, MachineIds(), sandbox))
        stack.callback(program.close)
        problems: list[Fix] = []
        program.failed.connect(problems.append)
        program.failed.connect(app.quit)
        stack.callback(end_on_signals(app))
        program.show()
        _say_where(told, log)
        code = app.exec()
        if problems:
            raise problems[0]
        return code


def _say_where(told: Settings, log: Path) -> None:
    database = told.database_url.removeprefix("sqlite:///")
    print(f"kiosk: {told.terminal} is running, mode {told.mode}; database {database}, log {log}")
    print(f"kiosk: to end it: {'' if told.fullscreen else 'close its window, or '}Ctrl-C here", flush=True)
