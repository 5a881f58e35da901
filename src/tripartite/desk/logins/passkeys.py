# SPDX-License-Identifier: Apache-2.0
"""Passkeys (WebAuthn): made by who sits here, and answered by who wants to; the person is always verified (SGN-23)."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from typing import Any

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.desk.devices import Passkey
from tripartite.desk.logins.challenges import Challenges

REQUIRED = UserVerificationRequirement.REQUIRED
MOST = 65_536
"""Characters of an answer."""


def site_of(host: str) -> str:
    """The name that passkeys of this address are made under; "" for an address that has none."""
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name
    return ""


class Passkeys:
    """Questions and answers for one desk. `origin`: what the browser says it stands before."""

    def __init__(self, challenges: Challenges) -> None:
        self._challenges = challenges

    def wanted(self, site: str, role: str, known: list[Passkey]) -> dict[str, Any]:
        """What a browser is asked to make."""
        user = PublicKeyCredentialUserEntity(id=role.encode(), name=role, display_name=role)
        options, _ = _server(site, "").register_begin(
            user, [AttestedCredentialData(one.data) for one in known], ResidentKeyRequirement.PREFERRED, REQUIRED,
            challenge=self._challenges.made(),
        )  # fmt: skip
        return dict(options)

    def made(self, site: str, origin: str, role: str, answer: str, label: str, at: int) -> Passkey:
        """What it made. Raises `Malformed` or `Refused`."""
        said = _read(answer)
        state = self._state(said)
        try:
            found = _server(site, origin).register_complete(state, said)
        except (ValueError, TypeError, KeyError) as error:
            raise Refused("passkey_wrong", "SGN-23", role=role, detail=type(error).__name__) from None
        data = found.credential_data
        if data is None:
            raise Refused("passkey_wrong", "SGN-23", role=role)
        return Passkey(data.credential_id, role, site, bytes(data), label, at, 0, found.counter)

    def asked(self, site: str, known: list[Passkey]) -> dict[str, Any]:
        """What a browser is asked to answer with one of these."""
        options, _ = _server(site, "").authenticate_begin(
            [AttestedCredentialData(one.data) for one in known], REQUIRED, challenge=self._challenges.made()
        )
        return dict(options)

    def answered(self, site: str, origin: str, known: list[Passkey], answer: str) -> tuple[Passkey, int]:
        """With which one, and its count. Raises `Malformed` or `Refused`."""
        said = _read(answer)
        state = self._state(said)
        role = known[0].role if known else ""
        try:
            held = [AttestedCredentialData(one.data) for one in known]
            found = _server(site, origin).authenticate_complete(state, held, said)
            count = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
        except (ValueError, TypeError, KeyError) as error:
            raise Refused("passkey_wrong", "SGN-23", role=role, detail=type(error).__name__) from None
        return next(one for one in known if one.id == found.credential_id), count

    def _state(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The question that it says it answers, if this desk asked it."""
        try:
            client = json.loads(websafe_decode(said["response"]["clientDataJSON"]))
            challenge = websafe_decode(client["challenge"])
        except (ValueError, TypeError, KeyError):
            raise Malformed("bad_file", "SGN-23", detail="clientDataJSON") from None
        self._challenges.spend(challenge)
        return {"challenge": websafe_encode(challenge), "user_verification": REQUIRED}


def _server(site: str, origin: str) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site, name=site), verify_origin=lambda said: said == origin
    )


def _read(answer: str) -> Mapping[str, Any]:
    try:
        found = json.loads(answer) if len(answer) <= MOST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Malformed("bad_file", "SGN-23", detail="answer")
    return found
