// SPDX-License-Identifier: Apache-2.0
// Hands what was looked at to the signer in this browser, and hands in what comes back. Without it, files do the same.
"use strict";
(() => {
  if (!window.BroadcastChannel) return;
  for (const form of document.querySelectorAll("form[data-signer]")) {
    const here = form.querySelector(".here");
    const told = form.querySelector(".handing");
    const back = form.parentElement.querySelector("form.handed");
    let [file, text] = ["", ""];
    const channel = new BroadcastChannel("tripartite-signer");
    const give = () => file && channel.postMessage({ kind: "sign", file });
    channel.addEventListener("message", ({ data }) => {
      if (data.kind === "ready") give();
      if (data.kind !== "signed" || !file) return;
      let note = "";
      try {
        note = JSON.parse(data.file).dispatch;
      } catch {
        return;
      }
      if (typeof note !== "string" || !note.startsWith(`${text}\n\u2014 `)) return;
      file = "";
      back.elements.text.value = data.file;
      back.submit();
    });
    here.hidden = false;
    here.addEventListener("click", async () => {
      const page = window.open(form.dataset.signer, "tripartite-signer");
      if (!file) {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error" }).catch(() => null);
        if (!answer || !answer.ok) return page && page.close();
        file = await answer.text();
        text = JSON.parse(file).text;
      }
      told.textContent = here.textContent;
      give();
    });
  }
})();
