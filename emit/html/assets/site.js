/* SPDX-License-Identifier: MIT */
/* What every page can do with a script and does well without: copy its code, reach the search by
 * a key, change the language at the same place, open what is folded before it is printed. The words
 * stand on the script's own element. */
"use strict";

(() => {
  const words = document.currentScript.dataset;

  /* Where no other way is allowed, as on a plain http page. */
  function copySelected(code) {
    const selection = getSelection();
    selection.selectAllChildren(code);
    const done = document.execCommand("copy");
    if (done) selection.removeAllRanges();
    return done;
  }

  async function copy(code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      return copySelected(code);
    }
  }

  const status = document.createElement("div");
  status.className = "status";
  status.setAttribute("role", "status");

  function addButton(block) {
    const code = block.querySelector("code");
    const frame = document.createElement("div");
    const button = document.createElement("button");
    let timer = 0;
    frame.className = "copy";
    button.type = "button";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      const said = (await copy(code)) ? words.copied : words.failed;
      button.textContent = said;
      status.textContent = said;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = words.copy;
        status.textContent = "";
      }, 2000);
    });
    block.before(frame);
    frame.append(block, button);
  }

  for (const block of document.querySelectorAll("main pre")) addButton(block);
  document.body.append(status);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (event.key !== "/" || typing || other) return;
    const field = document.querySelector("main input[type=search]");
    const link = document.querySelector("a[rel~=search]");
    if (!field && !link) return;
    event.preventDefault();
    if (field?.getClientRects().length) field.focus();
    else location.assign(link.href + "#q="); // an empty question: the field gets the focus there
  });

  /* Another language shows the same part of the page, and what its search was asked for. */
  for (const kind of ["click", "auxclick", "contextmenu"]) // each may open it
    document.querySelector("header.site").addEventListener(kind, (event) => {
      const link = event.target.closest("a[hreflang]");
      if (!link) return;
      link.search = location.search;
      link.hash = location.hash;
    });

  /* Older browsers print a folded part folded, whatever the style sheet says. */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
    opened = [];
  });
})();
