/* Sends a form of words without leaving the page: a navigating POST would stand behind Back.
   If anything goes wrong the form stays as it is, every character in it. */
(() => {
  "use strict";
  const PATIENCE = 30000;

  function nameOnce(form) {
    const id = form.querySelector("input[name=form_id][data-random]");
    if (!id || id.value) return;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    id.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function contents(form, button) {
    const data = new FormData(form);
    if (button?.name) data.append(button.name, button.value);
    return new URLSearchParams(data);
  }

  function wait(form, waiting) {
    form.toggleAttribute("data-waiting", waiting);
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-disabled", waiting);
    }
  }

  function say(form, which) {
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = status.dataset[which] ?? "";
  }

  async function post(form, button) {
    const answer = await fetch(form.action, {
      method: "POST",
      body: contents(form, button),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (answer.status === 413) return "tooLong";
    if (!answer.ok) return "lost";
    const address = new URL((await answer.json()).location, location.href);
    if (address.origin !== location.origin) return "lost";
    const staysHere = address.href.split("#")[0] === location.href.split("#")[0];
    location.replace(address);
    return staysHere ? "" : "sending";
  }

  async function send(event) {
    const form = event.target;
    if (!form.matches("form[data-send]")) return;
    event.preventDefault();
    if (form.hasAttribute("data-waiting")) return;
    nameOnce(form);
    wait(form, true);
    say(form, "sending");
    const outcome = await post(form, event.submitter).catch(() => "lost");
    say(form, outcome);
    if (outcome !== "sending") wait(form, false);
  }

  document.addEventListener("submit", send);
  addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]")?.focus());
})();
