# SPDX-License-Identifier: Apache-2.0
"""Stories of the command line as plain text: a command, then what it must say, with holes.

    # prose                      for the reader
    $ tripartite …               run, and compare stdout and then stderr with the lines that follow, up to a blank line
    & tripartite … serve         start a node in the background, and wait until it is ready
    - stop iran                  ask that node to end; `kill` ends it with SIGKILL
    - copy A B, - remove A       what a person does with files
    - call HOME NAME key=value   a call over the node's socket
    ? 3                          the exit status expected, if not 0; the first line after the command
    act.yaml:                    a file, its lines indented by four spaces
    … in a line                  any text; a line that is … alone: any number of lines
    <name>                       in a command or an expectation: what stood here first

A story is told to this process, or to the installed command; nodes that serve are always processes of their own.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from tripartite.cli.control import connect
from tripartite.cli.main import run

COMMAND = Path(sys.executable).parent / "tripartite"
READY_SECONDS = 60
STORY_SECONDS = 300
_HOLE = re.compile(r"<([a-z][a-z0-9_]*)>")


@dataclass(frozen=True, slots=True)
class Said:
    status: int
    text: str


Runner = Callable[[list[str], dict[str, str]], Said]


def run_here(args: list[str], env: dict[str, str]) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(args, env, (io.StringIO(), out, err))
    return Said(status, out.getvalue() + err.getvalue())


def run_installed(args: list[str], env: dict[str, str]) -> Said:
    done = subprocess.run(
        [str(COMMAND), *args], env={**_plain_env(), **env}, capture_output=True, text=True, timeout=120, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Said(done.returncode, done.stdout + done.stderr)


def _plain_env() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRIPARTITE_")}
    return {**kept, "PYTHONUTF8": "1"}


@dataclass(slots=True)
class Serving:
    """A node in a process of its own."""

    process: subprocess.Popen[str]
    home: str

    def end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait(timeout=60)
        if self.process.stdout:
            self.process.stdout.close()


def serve(args: list[str], env: dict[str, str], cwd: Path) -> Serving:
    """Starts `serve` and returns once it says that it is ready. What it says beside that is in `serve.err`."""
    with (cwd / "serve.err").open("a", encoding="utf-8") as err:
        process = subprocess.Popen(
            [str(COMMAND), *args, "--json"], cwd=cwd, env={**_plain_env(), **env}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=err,
        )  # fmt: skip
    assert process.stdout is not None
    late = threading.Timer(READY_SECONDS, process.kill)
    late.start()
    line = process.stdout.readline()
    late.cancel()
    if '"result"' not in line:
        process.kill()
        process.communicate()
        raise AssertionError(line or (cwd / "serve.err").read_text(encoding="utf-8"))
    return Serving(process, args[args.index("--home") + 1])


@dataclass(slots=True)
class Story:
    """Performs one text in a folder."""

    folder: Path
    runner: Runner
    holes: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Serving] = field(default_factory=dict)

    def perform(self, text: str) -> None:
        lines = text.split("\n")
        at = 0
        late = threading.Timer(STORY_SECONDS, self._end)
        late.start()
        try:
            while at < len(lines):
                at = self._step(lines, at)
        finally:
            late.cancel()
            self._end()

    def _end(self) -> None:
        """Whoever still waits for a node hears that it is gone."""
        while self.nodes:
            self.nodes.popitem()[1].end(signal.SIGKILL)

    def _step(self, lines: list[str], at: int) -> int:
        line = lines[at]
        if line.startswith("$ "):
            expected = _block(lines, at + 1)
            self._command(at + 1, line[2:], expected)
            return at + 1 + len(expected)
        if line.startswith("& "):
            env, args = self._split(line[2:])
            node = serve(args, env, self.folder)
            self.nodes[node.home] = node
        elif line.startswith("- "):
            self._do(shlex.split(self._filled(line[2:])))
        elif line.endswith(":") and not line.startswith("#"):
            body = _indented(lines, at + 1)
            filled = "".join(self._filled(one[4:]) + "\n" for one in body)
            (self.folder / line[:-1]).write_text(filled, encoding="utf-8")
            return at + 1 + len(body)
        else:
            assert not line.strip() or line.startswith("#"), f"line {at + 1}: {line}"
        return at + 1

    def _command(self, number: int, command: str, expected: list[str]) -> None:
        status = 0
        if expected and expected[0].startswith("? "):
            status, expected = int(expected[0][2:]), expected[1:]
        env, args = self._split(command)
        said = self.runner(args, env)
        where = f"line {number}: {command}\n{said.text}"
        assert said.status == status, f"{where}exit status {said.status}, expected {status}"
        self._compare(said.text.rstrip("\n").split("\n") if said.text else [], expected, where)

    def _split(self, command: str) -> tuple[dict[str, str], list[str]]:
        words = shlex.split(self._filled(command))
        env = {}
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            env[name] = value
        assert words[0] == "tripartite", command
        return env, words[1:]

    def _do(self, words: list[str]) -> None:
        verb, *rest = words
        if verb in ("stop", "kill"):
            self.nodes.pop(rest[0]).end(signal.SIGTERM if verb == "stop" else signal.SIGKILL)
        elif verb == "copy":
            _copy(self.folder / rest[0], self.folder / rest[1])
        elif verb == "remove":
            _remove(self.folder / rest[0])
        elif verb == "call":
            client = connect(self.folder / rest[0] / "socket")
            assert client is not None, rest
            client.call(rest[1], dict(word.split("=", 1) for word in rest[2:]))
            client.close()
        else:
            raise AssertionError(f"unknown verb: {verb}")

    def _filled(self, text: str) -> str:
        return _HOLE.sub(lambda hole: self.holes[hole.group(1)], text)

    def _compare(self, said: list[str], expected: list[str], where: str) -> None:
        at = 0
        for place, line in enumerate(expected):
            if line == "…":
                rest = expected[place + 1 :]
                found = next((i for i in range(at, len(said) + 1) if self._fits(said[i:], rest[:1])), None)
                assert found is not None, f"{where}\nnot said: {rest[:1]}"
                at = found
                continue
            assert at < len(said), f"{where}\nnot said: {line}"
            assert self._match(line, said[at]), f"{where}\nexpected: {line}\nsaid:     {said[at]}"
            at += 1
        assert at == len(said) or (expected and expected[-1] == "…"), f"{where}\nmore was said: {said[at]}"

    def _fits(self, said: list[str], expected: list[str]) -> bool:
        return not expected or (bool(said) and self._match(expected[0], said[0], keep=False))

    def _match(self, expected: str, said: str, keep: bool = True) -> bool:
        pattern = ""
        new: list[str] = []
        for part in re.split(r"(…|<[a-z][a-z0-9_]*>)", expected):
            hole = _HOLE.fullmatch(part)
            if part == "…":
                pattern += ".*"
            elif hole is None:
                pattern += re.escape(part)
            elif hole.group(1) in self.holes:
                pattern += re.escape(self.holes[hole.group(1)])
            elif hole.group(1) in new:
                pattern += f"(?P={hole.group(1)})"
            else:
                new.append(hole.group(1))
                pattern += rf"(?P<{hole.group(1)}>[^\s\"]+)"
        found = re.fullmatch(pattern, said)
        if found and keep:
            self.holes.update(found.groupdict())
        return found is not None


def _block(lines: list[str], at: int) -> list[str]:
    """The lines up to the next blank one."""
    end = next((i for i in range(at, len(lines)) if not lines[i].strip()), len(lines))
    return lines[at:end]


def _indented(lines: list[str], at: int) -> list[str]:
    end = next((i for i in range(at, len(lines)) if not lines[i].startswith("    ")), len(lines))
    return lines[at:end]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("socket", "guard"))
    else:
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source, target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on at this moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
