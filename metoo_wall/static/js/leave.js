/* Leaves this page fast, and keeps the pages that were read from standing behind Back.
   It asks nobody for anything and stores nothing. */
(() => {
  "use strict";
  const WITHIN = 5000;
  let away = "";
  let presses = [];

  function leave() {
    away ||= document.getElementById("exit")?.href;
    if (!away) return;
    window.stop(); // else a page still arriving would go on filling the body
    document.body.replaceChildren();
    document.title = new URL(away).hostname;
    location.replace(away);
  }

  function say(words) {
    const status = document.querySelector("[data-leave-status]");
    if (status) status.textContent = words ? status.dataset.leaveStatus : "";
  }

  function forget() {
    if (presses.length > 1) say(false);
    presses = [];
  }

  function pressed(event) {
    if (event.repeat) return;
    const other = event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey;
    if (other || !event.code || event.isComposing || event.keyCode === 229) return forget();
    presses = [...presses.filter((time) => event.timeStamp - time < WITHIN), event.timeStamp];
    if (presses.length > 2) return leave();
    if (presses.length === 2) {
      say(true);
      setTimeout(say, WITHIN, false);
    }
  }

  function quietly(event, address) {
    event.preventDefault();
    location.replace(address);
  }

  function clicked(event) {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    if (link.id === "exit") {
      event.preventDefault();
      return leave();
    }
    const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const ours = link.origin === location.origin && !link.target && !link.hasAttribute("download");
    // A link inside the page, too: else the page would stand behind Back a second time.
    if (plain && ours && "quiet" in document.documentElement.dataset) quietly(event, link.href);
  }

  function chosen(event) {
    const form = event.target;
    if (form.method !== "get" || !("quiet" in document.documentElement.dataset)) return;
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    quietly(event, address);
  }

  addEventListener("keydown", pressed, true);
  addEventListener("pointerdown", forget, true);
  addEventListener("click", clicked, true);
  addEventListener("submit", chosen);
  addEventListener("pageshow", (event) => {
    if (event.persisted && away) leave(); // what was left is never shown again
  });
})();
