// SPDX-License-Identifier: Apache-2.0
// Keys that save the way to the mouse. Pages work without this.
"use strict";
(() => {
  const keys = document.querySelector("dialog.keys");
  const typing = (one) => one && (one.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(one.tagName));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(document.activeElement)) return;
    if (event.key === "/") {
      const field = document.querySelector("main input[type=search]") || document.querySelector("input[type=search]");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "?" && keys && !keys.open) {
      event.preventDefault();
      keys.showModal();
    }
  });
  const form = document.getElementById("bulk");
  const chosen = () => document.querySelectorAll("input[form=bulk]:checked").length;
  if (form) {
    const button = form.querySelector("button");
    const count = form.querySelector("output");
    const tell = () => { if (count) count.textContent = String(chosen() || ""); button.disabled = !chosen(); };
    document.addEventListener("change", tell);
    window.addEventListener("pageshow", tell);
    tell();
  }
})();
