// A button that was pressed is not pressed twice: the first press sends the form, a second one waits for the answer.
// The portal itself stores a form once, with or without this.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
});

// Back to this page: it may be sent again. A download leaves the page as it is, so it may after a while too.
function again() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
}

window.addEventListener("pageshow", again);
document.addEventListener("submit", () => setTimeout(again, 10_000));
