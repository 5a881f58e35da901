# SPDX-License-Identifier: Apache-2.0
"""Keys as files of a folder, one per role, readable by their owner alone: Ed25519, and X25519 for the role `age`.

    root-1.key = {"format":"tripartite/key@1","public":…,"role":"root/1","secret":…}

in canonical JSON, one line; or, under a passphrase, `sealed` in the place of `secret`: scrypt makes a key of the
passphrase, ChaCha20-Poly1305 with format, role and public key as associated data seals the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from tripartite.core.encoding.refusal import Malformed, Refused, Unavailable
from tripartite.core.encoding.values import b64, unb64
from tripartite.core.keys.names import check_role
from tripartite.keyring.age import decrypt
from tripartite.keyring.age_keys import X25519Identity, public_of
from tripartite.keyring.folders import read_private, write_private
from tripartite.node.ports import Chance, Signer

FORMAT = "tripartite/key@1"
SUFFIX = ".key"
SEALING = "age"
"""The role of the key that opens what is sealed for this party (SEA-1); it signs nothing."""
COST = 1 << 16
"""scrypt's N, with r = 8 and p = 1: a quarter of a second and 64 MiB."""
_COSTS = (1 << 10, 1 << 20)
_MAX_FILE = 4_096

Ask = Callable[[str], str]
"""The passphrase for the key of this role; asked once, when the key is first needed."""


class Sealed(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    box: str
    cost: int
    nonce: str
    salt: str


class KeyFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    format: str
    public: str
    role: str
    sealed: Sealed | None = None
    secret: str | None = None


class KeyFolder:
    """The keys of one folder. `ask` is needed for keys under a passphrase only."""

    def __init__(self, folder: Path, ask: Ask | None = None, cost: int = COST) -> None:
        self._folder = folder
        self._ask = ask
        self._cost = cost
        self._pairs: dict[str, bytes] = {}

    def roles(self) -> Sequence[str]:
        return sorted(self._read(path).role for path in self._folder.glob("*" + SUFFIX))

    def sealed(self, role: str) -> bytes:
        """What nobody knows who cannot read the file of a key under a passphrase; b"" of a key that has none."""
        found = self._of(role).sealed
        return msgspec.json.encode(found, order="sorted") if found else b""

    def public(self, role: str) -> bytes:
        if role in self._pairs:
            return self._pairs[role][32:]
        return unb64(self._of(role).public, 32)

    def secret(self, role: str) -> bytes:
        """The 32 secret bytes, for the sheet on which they are kept (OFF-4)."""
        return self._pair(role)[:32]

    def sign(self, role: str, message: bytes) -> bytes:
        if role == SEALING:
            raise Unavailable("no_key", "HOM-4", role=role)
        return crypto_sign(message, self._pair(role))[:64]

    def unwrap(self, file: bytes) -> bytes:
        return decrypt(file, [X25519Identity(self._pair(SEALING)[:32])])

    def _pair(self, role: str) -> bytes:
        if role not in self._pairs:
            self._pairs[role] = self._unlocked(self._of(role))
        return self._pairs[role]

    def make(self, role: str, chance: Chance, passphrase: str | None = None) -> bytes:
        """A new key; its 32 public bytes. Raises `Refused("key_exists")`."""
        path = self._path(_role(role))
        seed = chance.bytes(32)
        public, pair = _keypair(role, seed)
        if passphrase is None:
            file = KeyFile(FORMAT, b64(public), role, secret=b64(seed))
        else:
            sealed = _seal(seed, _context(role, b64(public)), passphrase, self._cost, chance)
            file = KeyFile(FORMAT, b64(public), role, sealed=sealed)
        write_private(path, msgspec.json.encode(file, order="sorted") + b"\n")
        self._pairs[role] = pair
        return public

    def _of(self, role: str) -> KeyFile:
        file = self._read(self._path(role))
        if file.role != role:
            raise Unavailable("no_key", "HOM-4", role=role)
        return file

    def _path(self, role: str) -> Path:
        return self._folder / (role.replace("/", "-") + SUFFIX)

    def _read(self, path: Path) -> KeyFile:
        data = read_private(path, _MAX_FILE)
        try:
            file = msgspec.json.decode(data, type=KeyFile)
            unb64(file.public, 32)
            _role(file.role)
        except (msgspec.MsgspecError, RecursionError, Malformed):
            _bad(path)
        if (
            file.format != FORMAT
            or self._path(file.role) != path
            or (file.secret is None) == (file.sealed is None)
        ):
            _bad(path)
        return file

    def _unlocked(self, file: KeyFile) -> bytes:
        """The secret and the public half, as the signing function takes them."""
        path = self._path(file.role)
        if file.sealed is not None:
            seed = self._unsealed(file, file.sealed, path)
        else:
            seed = _field(file.secret or "", 32, path)
        public, pair = _keypair(file.role, seed)
        if b64(public) != file.public:
            _bad(path)
        return pair

    def _unsealed(self, file: KeyFile, sealed: Sealed, path: Path) -> bytes:
        if self._ask is None:
            raise Refused("passphrase_wrong", "HOM-4", role=file.role, detail="none given")
        if not _COSTS[0] <= sealed.cost <= _COSTS[1] or sealed.cost & (sealed.cost - 1):
            _bad(path)
        salt, nonce, box = (
            _field(sealed.salt, 16, path),
            _field(sealed.nonce, 12, path),
            _field(sealed.box, 48, path),
        )
        key = _derived(self._ask(file.role), salt, sealed.cost)
        try:
            return ChaCha20Poly1305(key).decrypt(nonce, box, _context(file.role, file.public))
        except InvalidTag:
            raise Refused("passphrase_wrong", "HOM-4", role=file.role) from None


def _role(text: str) -> str:
    return text if text == SEALING else check_role(text)


def _keypair(role: str, secret: bytes) -> tuple[bytes, bytes]:
    """The public half, and both behind each other."""
    if role == SEALING:
        public = public_of(secret)
        return public, secret + public
    return crypto_sign_seed_keypair(secret)


def _bad(path: Path) -> NoReturn:
    raise Malformed("bad_key_file", "HOM-4", path=str(path)) from None


def _field(text: str, length: int, path: Path) -> bytes:
    try:
        return unb64(text, length)
    except Malformed:
        _bad(path)


def _context(role: str, public: str) -> bytes:
    return f"{FORMAT}\n{role}\n{public}\n".encode()


def _derived(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())


def _seal(seed: bytes, context: bytes, passphrase: str, cost: int, chance: Chance) -> Sealed:
    salt, nonce = chance.bytes(16), chance.bytes(12)
    box = ChaCha20Poly1305(_derived(passphrase, salt, cost)).encrypt(nonce, seed, context)
    return Sealed(b64(box), cost, b64(nonce), b64(salt))


class Signers:
    """Several signers as one; a role is served by the first that has it."""

    def __init__(self, *signers: Signer) -> None:
        self._signers = signers
        self._found: dict[str, Signer] = {}
        """Who has signed for a role before: a folder is not searched for every signature."""

    def roles(self) -> Sequence[str]:
        return sorted({role for signer in self._signers for role in signer.roles()})

    def public(self, role: str) -> bytes:
        return self._of(role).public(role)

    def sign(self, role: str, message: bytes) -> bytes:
        return self._of(role).sign(role, message)

    def unwrap(self, file: bytes) -> bytes:
        return self._of(SEALING).unwrap(file)

    def _of(self, role: str) -> Signer:
        if role in self._found:
            return self._found[role]
        for signer in self._signers:
            if role in signer.roles():
                self._found[role] = signer
                return signer
        raise Unavailable("no_key", "HOM-4", role=role)
