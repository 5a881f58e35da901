# SPDX-License-Identifier: Apache-2.0
"""What the signer's page reads with, driven in Node: the same scripts, without a page around them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tripartite.core.encoding.values import b64
from tripartite.desk.signer.build import reading

DRIVER = """
const data = (given) =>
  given.hex === undefined ? utf8(given.utf8) : unb64(Buffer.from(given.hex, "hex").toString("base64"));
const CALLS = {
  json: async ([given, depth, items]) => void canonical(data(given), depth, items),
  act: async ([given, place]) => readAct(data(given), place).get("kind"),
  text: async ([given]) => readText(fromUtf8(data(given))).name,
  payload: async ([given, said]) => {
    const stored = data(given);
    need(stored.length === said.len && hex(await sha256(stored)) === said.h, "payload", "h");
    return (await openedActs(stored, { ...said, root: unb64(said.root) })).length;
  },
  show: async ([file, place, language]) => {
    const { acts, audience, login, narrow } = await readPrepared(file, await readPlace(place), language);
    return { acts, audience, login, narrow };
  },
  tell: async ([act, language, names]) => new Teller(language, new Map(names)).act(canonical(utf8(act), 8, 1024)),
  sign: async ([file, place, seed, raw]) => {
    const at = await readPlace(place);
    const { text } = await readPrepared(file, at, "en");
    return signedNote(text, { secret: await fromSeed(unb64(seed)), public: unb64(raw), place: at });
  },
  place: async ([file]) => (await readPlace(file)).print,
  key_file: async ([role, passphrase]) => {
    const pair = await generated(true);
    return [await keyFile(pair, role, passphrase), b64(pair.public)];
  },
  open_key: async ([file, role, passphrase]) => b64((await openKeyFile(file, role, passphrase)).public),
};
(async () => {
  const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const out = [];
  for (const [name, said] of asked)
    try {
      out.push({ gives: (await CALLS[name](said)) ?? null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      out.push({ refused: error.code, detail: error.detail });
    }
  console.log(JSON.stringify(out));
})();
"""


class Pages:
    """Asks the scripts many things at once: `(call, arguments)`, answered `gives` or `refused` with a code."""

    def __init__(self, folder: Path) -> None:
        node = shutil.which("node")
        if node is None:
            pytest.skip("no Node on this machine: the signer's scripts cannot be run")
        self._node = node
        self._script = folder / "signer.cjs"
        self._script.write_text(f'"use strict";\n{reading()}\n{DRIVER}', encoding="utf-8")

    def ask(self, *asked: tuple[str, list[Any]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [self._node, str(self._script)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    def one(self, call: str, *said: Any) -> Any:
        """The one answer; of a refusal its code."""
        (found,) = self.ask((call, list(said)))
        return found.get("gives", found.get("refused"))


def prepared(text: bytes, parcel: bytes, identity: str = "") -> str:
    """A file for the signer, as a desk writes it."""
    said = {"text": text.decode(), "payload": b64(parcel)}
    return json.dumps({**said, "identity": identity} if identity else said, ensure_ascii=False)
