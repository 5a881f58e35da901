// SPDX-License-Identifier: Apache-2.0
// Passkeys, handing a question to the signer, and a word before the seat is empty. Pages work without this.
"use strict";
(() => {
  const closing = document.querySelector(".closing");
  const SOON = 13 * 60 * 1000;
  if (closing) window.setTimeout(() => { closing.hidden = false; }, SOON);
})();
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const spelled = (data) => btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (found) => (found || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const post = (address, form, more = {}) => {
    const body = new URLSearchParams(new FormData(form));
    Object.entries(more).forEach(([name, value]) => body.set(name, value));
    return fetch(address, { method: "POST", body, redirect: "error" });
  };
  const answerOf = (found, members) => JSON.stringify({
    id: found.id, rawId: spelled(found.rawId), type: found.type, clientExtensionResults: {},
    response: Object.fromEntries(members.filter((name) => found.response[name]).map((name) => [name, spelled(found.response[name])])),
  });
  const done = async (told, work) => {
    told.textContent = "";
    try {
      await work();
    } catch (error) {
      told.textContent = error instanceof DOMException ? told.dataset.failed : error.message;
    }
  };
  const asked = async (answer) => {
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()).publicKey;
  };
  const gone = async (answer) => {
    const said = await answer.text();
    if (!answer.ok) throw new Error(said);
    location.assign(said);
  };
  const coming = document.querySelector("button.passkey");
  if (coming) {
    const form = coming.form;
    coming.hidden = false;
    coming.addEventListener("click", () => done(form.querySelector(".told"), async () => {
      const wanted = await asked(await post(coming.dataset.ask, form, { pin: "" }));
      const options = { ...wanted, challenge: bytes(wanted.challenge), allowCredentials: listed(wanted.allowCredentials) };
      const found = await navigator.credentials.get({ publicKey: options });
      const answer = answerOf(found, ["clientDataJSON", "authenticatorData", "signature", "userHandle"]);
      await gone(await post(coming.dataset.in, form, { answer, pin: "" }));
    }));
  }
  const making = document.querySelector("form[data-new]");
  if (making) {
    making.hidden = false;
    making.addEventListener("submit", (event) => {
      event.preventDefault();
      done(making.querySelector(".told"), async () => {
        const wanted = await asked(await post(making.dataset.new, making));
        const options = { ...wanted, challenge: bytes(wanted.challenge), excludeCredentials: listed(wanted.excludeCredentials), user: { ...wanted.user, id: bytes(wanted.user.id) } };
        const found = await navigator.credentials.create({ publicKey: options });
        await gone(await post(making.dataset.made, making, { answer: answerOf(found, ["clientDataJSON", "attestationObject"]), pin: "" }));
      });
    });
  }
})();
(() => {
  const form = document.querySelector("form.asked");
  if (!form || !window.BroadcastChannel) return;
  const file = form.querySelector("#asked").value;
  const channel = new BroadcastChannel("tripartite-signer");
  const here = form.querySelector(".here");
  let wanted = false;
  channel.addEventListener("message", ({ data }) => {
    if (!wanted) return;
    if (data.kind === "ready") channel.postMessage({ kind: "sign", file });
    if (data.kind !== "signed" || !data.file.startsWith('{"login":')) return;
    form.elements.signed.value = data.file;
    form.submit();
  });
  here.hidden = false;
  here.addEventListener("click", () => {
    wanted = true;
    window.open(form.dataset.signer, "tripartite-signer");
    channel.postMessage({ kind: "sign", file });
  });
})();
