/* The end of the session. Warns beforehand with a dialog, keeps what was typed in this browser when the session has ended,
   and offers it again to the same person on the same page. Without it the server shows what was sent too late. */

const settings = document.querySelector("[data-session-end]");

const idle = Number(settings.dataset.idle);
const warning = Number(settings.dataset.warning);
const slack = Math.min(60, Math.floor(idle / 4)); // the server counts at most this many seconds earlier
const store = `portal-typed:${settings.dataset.user}:${location.pathname}`;
const warn = document.getElementById("session-warning");
const over = document.getElementById("session-over");
const touched = new Set();
let timer;

function seconds(method) {
  const options = { method, headers: { Accept: "application/json" } };
  if (method === "POST") { options.body = new URLSearchParams(new FormData(settings.querySelector("form"))); }
  return fetch(settings.dataset.url, options).then((answer) => answer.json())
    .then((answer) => answer.seconds);
}

function lookAgain(after) {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(1, after) * 1000);
}

function look() {
  seconds("GET").then((left) => {
    if (!left) { end(); return; }
    if (left > warning) {
      if (warn.open) { warn.close(); }
      lookAgain(left - warning);
      return;
    }
    const minutes = Math.max(1, Math.round(left / 60));
    warn.querySelector("[data-session-minutes]").textContent = minutes + (minutes === 1 ? " minuut" : " minuten");
    if (!warn.open) { warn.showModal(); }
    lookAgain(left < 60 ? left + 1 : 30);
  }).catch(() => { lookAgain(30); });
}

warn.querySelector("[data-session-stay]").addEventListener("click", () => {
  seconds("POST").then((left) => {
    if (!left) { end(); return; }
    warn.close();
    lookAgain(left - warning);
  }).catch(() => { lookAgain(5); });
});

function end() {
  clearTimeout(timer);
  if (warn.open) { warn.close(); }
  keep();
  touched.clear();
  const again = over.querySelector("[data-session-again]");
  again.href = `${settings.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
  document.dispatchEvent(new CustomEvent("portal:session-over"));
  over.showModal();
}

/* What was typed, by form and field; never passwords, files or the token against forged requests. */
document.addEventListener("input", (event) => {
  if (event.target.form && event.target.form.method === "post") { touched.add(event.target.form); }
});

function keep() {
  const kept = [];
  touched.forEach((form) => {
    const fields = {};
    Array.from(form.elements).forEach((control) => {
      if (!control.name || ["password", "file", "submit", "button"].includes(control.type)) { return; }
      if (control.type === "hidden" && control.name !== "version") { return; }
      if (["checkbox", "radio"].includes(control.type) && !control.checked) { return; }
      (fields[control.name] = fields[control.name] || []).push(control.value);
    });
    kept.push({ form: Array.from(document.forms).indexOf(form), action: form.action, fields });
  });
  if (kept.length) { sessionStorage.setItem(store, JSON.stringify(kept)); }
}

function fill(row) {
  const form = document.forms[row.form];
  if (!form || form.action !== row.action) { return; }
  Array.from(form.elements).forEach((control) => {
    const values = row.fields[control.name];
    if (["checkbox", "radio"].includes(control.type)) {
      control.checked = Boolean(values) && values.includes(control.value);
    } else if (values && values.length && !["password", "file"].includes(control.type)) {
      control.value = values.shift();
    }
  });
  const details = form.closest("details");
  if (details) { details.open = true; }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer() {
  const kept = sessionStorage.getItem(store);
  if (!kept) { return; }
  sessionStorage.removeItem(store);
  JSON.parse(kept).forEach(fill);
  const note = document.createElement("div");
  note.className = "denhaag-alert denhaag-alert--info";
  note.setAttribute("role", "status");
  note.textContent = "Wat u had getypt voordat u werd uitgelogd, staat weer op deze pagina. Het is nog niet opgeslagen.";
  document.querySelector("main").prepend(note);
}

offer();
lookAgain(idle - warning - slack);
