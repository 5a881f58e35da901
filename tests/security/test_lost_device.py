# SPDX-License-Identifier: Apache-2.0
"""A lost device: its key is recalled at the desk, at once, and only by who may (SGN-25)."""

from __future__ import annotations

from pathlib import Path

from tests.security.desks import PIN, STATEMENT, browser, desks


def test_a_lost_key_is_recalled_in_one_step_and_what_it_signed_stands(tmp_path: Path) -> None:
    with desks(tmp_path) as nodes:
        head, law = browser(nodes), browser(nodes)
        head.sign_in()
        law.sign_in("law")
        assert head.post("/signing/recall", {"role": "d/law", "pin": "wrong"}).code == "passphrase_wrong"
        assert law.post("/signing/recall", {"role": "d/head", "pin": PIN}).code == "no_power"
        assert head.post("/signing/recall", {"role": "d/nobody", "pin": PIN}).code == "not_found"
        earlier = head.say("Before.")
        looked = law.look("statement.make", STATEMENT)
        assert law.get("/").status == 200

        assert head.post("/signing/recall", {"role": "d/law", "pin": PIN}).where.endswith("recalled=1")
        assert law.get("/").status == 302
        assert law.sign(looked).where.startswith("/sign-in")
        assert "Before." in head.get(f"/records/{earlier}").text
        assert 'value="d/law"' not in head.get("/signing").text


def test_a_second_device_has_a_role_and_a_paper_of_its_own(tmp_path: Path) -> None:
    with desks(tmp_path) as nodes:
        head = browser(nodes)
        head.sign_in()
        assert '/d/head-phone"' in head.get("/signing/paper?role=head-phone").text
        for wrong in ("", "Head", "../root", "a/b", "root/1"):
            assert head.get(f"/signing/paper?role={wrong}").status == 400
