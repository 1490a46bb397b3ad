/* Keeps half-typed work: each form[data-keep] sends what stands in it to its author's own store (data-keep-url) a moment
   after typing stops, and offers it again when the page is opened later, also in another browser. */

const PAUSE = 1200; // milliseconds without typing

function note(form, text, buttons) {
  let place = form.querySelector("[data-keep-note]");
  if (!place) {
    place = document.createElement("p");
    place.className = "small";
    place.setAttribute("role", "status");
    place.setAttribute("data-keep-note", "");
    form.prepend(place);
  }
  place.textContent = `${text} `;
  (buttons || []).forEach((button) => { place.append(button, " "); });
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "denhaag-button denhaag-button--secondary-action denhaag-button--small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function send(form, extra) {
  const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string"); // a file is chosen again
  const data = new URLSearchParams(texts);
  const heading = document.querySelector("h1");
  data.set("kept-title", heading ? heading.textContent.trim() : document.title);
  data.set("kept-path", window.location.pathname + window.location.search);
  Object.keys(extra || {}).forEach((name) => { data.set(name, extra[name]); });
  return fetch(form.dataset.keepUrl, { method: "POST", body: data });
}

function keep(form) {
  send(form).then((response) => {
    if (response.redirected) {
      note(form, "U bent uitgelogd. Uw tekst staat nog op deze pagina: log in een ander tabblad in en sla daarna op.");
    } else if (response.ok) {
      note(form, "Wat u typt wordt bewaard, ook als u deze pagina sluit.");
    } else {
      note(form, "Uw tekst kon niet worden bewaard. Sla op voordat u weggaat.");
    }
  }).catch(() => {
    note(form, "Er is geen verbinding. Uw tekst staat nog op deze pagina.");
  });
}

function fill(form, fields) {
  Array.from(form.elements).forEach((control) => {
    const values = fields[control.name] || [];
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.includes(control.value);
    } else if (values.length && control.type !== "hidden" && control.type !== "file") {
      control.value = values[0];
    }
  });
  const details = form.closest("details");
  if (details) { details.open = true; }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(form) {
  fetch(`${form.dataset.keepUrl}?key=${encodeURIComponent(form.dataset.keep)}`).then((response) => (
    response.status === 200 && !response.redirected ? response.json() : null
  )).then((kept) => {
    if (!kept) { return; }
    const details = form.closest("details");
    if (details) { details.open = true; }
    note(form, `U was hier op ${kept.kept_at} mee bezig en had nog niet opgeslagen.`, [
      button("Ga verder met uw tekst", () => { fill(form, kept.fields); }),
      button("Gooi weg", () => {
        send(form, { discard: "1" }).then(() => { note(form, "Weggegooid."); });
      }),
    ]);
  });
}

document.querySelectorAll("form[data-keep]").forEach((form) => {
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { keep(form); }, PAUSE);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); });
  if (!form.querySelector("[aria-invalid]")) { offer(form); }
});
