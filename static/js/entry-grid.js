/* Saves the rows of [data-entry-grid] one by one, without leaving the page. Every [data-row] is a form that also works without this script;
   the server answers with the row as it stands: stored, refused, or with what somebody else entered meanwhile.
   A row that differs from what is stored is marked, counted in the bar below, and asked about when one leaves. */
(function () {
  "use strict";

  var table = document.querySelector("[data-entry-grid]");
  if (!table) return;

  var bar = document.querySelector("[data-grid-bar]");
  var says = document.querySelector("[data-grid-says]");
  var unsaved = new Set();

  function say(text) {
    says.textContent = text;
  }

  function cellsOf(row) {
    return Array.from(row.querySelectorAll("[data-cell]"));
  }

  function cellOf(row, name) {
    return cellsOf(row).find(function (cell) { return cell.name === name; });
  }

  function lines(text) {
    return text.replace(/\r\n?/g, "\n");
  }

  function isChanged(cell) {
    if (cell.tagName !== "SELECT") return lines(cell.value) !== lines(cell.defaultValue);
    return cell.value !== (cell.querySelector("option[selected]") || cell.options[0]).value;
  }

  function showUnsaved() {
    bar.hidden = !unsaved.size;
    var text = unsaved.size === 1 ? "1 rij is nog niet bewaard." : unsaved.size + " rijen zijn nog niet bewaard.";
    bar.querySelector("[data-grid-unsaved]").textContent = text;
  }

  function mark(row) {
    var isUnsaved = row.hasAttribute("data-refused") || cellsOf(row).some(isChanged);
    var badge = row.querySelector("[data-unsaved]");
    if (badge) badge.hidden = !isUnsaved;
    row.toggleAttribute("data-changed", isUnsaved);
    if (isUnsaved) unsaved.add(row);
    else unsaved.delete(row);
  }

  function nameOf(row) {
    return row.querySelector("th span").textContent;
  }

  /* Signed in again in another tab, one has another token: take it from a fresh page, so that nothing typed here is lost. */
  function renewToken() {
    return fetch(location.href).then(function (answer) { return answer.text(); }).then(function (html) {
      var page = new DOMParser().parseFromString(html, "text/html");
      var token = page.querySelector("[data-entry-grid] [name=csrfmiddlewaretoken]");
      if (!token) throw new Error("signed out");
      table.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (input) { input.value = token.value; });
    });
  }

  function post(form, choice) {
    var data = new FormData(form);
    if (choice) data.append(choice.name, choice.value);
    return fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } }).then(function (answer) {
      var kind = answer.headers.get("Content-Type") || "";
      if (!kind.startsWith("application/json")) throw new Error("no answer of ours");
      return answer.json();
    });
  }

  /* One row at a time, so that what an answer counts includes the row before it. A row that waits is saved as it is when its turn comes. */
  var line = Promise.resolve();

  function save(row, choice) {
    line = line.then(function () {
      var current = document.getElementById(row.id); // an answer may have replaced it
      return choice || unsaved.has(current) ? send(current, choice) : null;
    });
    return line;
  }

  function send(row, choice) {
    var form = row.querySelector("form");
    var sent = {};
    cellsOf(row).forEach(function (cell) { sent[cell.name] = cell.value; });
    row.setAttribute("aria-busy", "true");
    return post(form, choice)
      .catch(function () { return renewToken().then(function () { return post(form, choice); }); })
      .then(function (answer) {
        if (answer.row) replace(row, sent, answer);
        else fail(row, answer.say);
      })
      .catch(function () {
        fail(row, "Niet bewaard: er is geen verbinding, of u bent uitgelogd. Wat u typte, staat er nog.");
      });
  }

  function fail(row, text) {
    row.removeAttribute("aria-busy");
    var place = row.querySelector("[data-failure]") || row.querySelector(".entry-grid__state").appendChild(document.createElement("p"));
    place.className = "utrecht-form-field-error-message small";
    place.dataset.failure = "";
    place.textContent = text;
    say(nameOf(row) + ". " + text);
  }

  function keepTyping(old, fresh, sent) {
    cellsOf(old).forEach(function (cell) {
      var same = cellOf(fresh, cell.name);
      if (same && cell.value !== sent[cell.name]) same.value = cell.value;
    });
  }

  function keepFocus(active, fresh) {
    var same = active.matches("[data-cell]") && cellOf(fresh, active.name);
    var goal = same || fresh.querySelector("[aria-invalid]") || fresh.querySelector("[data-cell], a[href]");
    goal.focus();
    if (same && same.setSelectionRange) same.setSelectionRange(active.selectionStart, active.selectionEnd);
  }

  function showCounts(answer) {
    document.querySelector("[data-to-enter]").textContent = answer.to_enter;
    document.querySelector("[data-drafts]").textContent = answer.drafts;
    document.querySelector("[data-submit-all]").hidden = !answer.drafts;
  }

  function replace(old, sent, answer) {
    var holder = document.createElement("table");
    holder.innerHTML = answer.row;
    var fresh = holder.tBodies[0];
    var active = old.contains(document.activeElement) && document.activeElement;
    keepTyping(old, fresh, sent);
    old.replaceWith(fresh);
    unsaved.delete(old);
    mark(fresh);
    showUnsaved();
    fresh.dispatchEvent(new CustomEvent("rows-changed", { bubbles: true }));
    if (active) keepFocus(active, fresh);
    if (document.activeElement.closest("[data-row]")) document.activeElement.scrollIntoView({ block: "nearest" }); // the row may have grown above it
    showCounts(answer);
    var fault = fresh.querySelector(".utrecht-form-field-error-message, .entry-grid__conflict strong");
    say(fault ? "Niet bewaard: " + nameOf(fresh) + ". " + fault.textContent : "Bewaard: " + nameOf(fresh) + ".");
  }

  function saveAll() {
    unsaved.forEach(function (row) { save(row); });
    line.then(function () {
      var refused = table.querySelector("[data-changed] [aria-invalid], .entry-grid__conflict button, [data-changed] [data-cell]");
      if (refused) refused.focus();
      else say("Alles is bewaard.");
    });
  }

  table.addEventListener("input", function (event) {
    var row = event.target.closest("[data-row]");
    if (!row) return;
    mark(row);
    showUnsaved();
  });

  table.addEventListener("submit", function (event) {
    event.preventDefault();
    save(event.target.closest("[data-row]"), event.submitter && event.submitter.name ? event.submitter : null);
  });

  table.addEventListener("grid-say", function (event) { say(event.detail); });
  bar.querySelector("[data-grid-save-all]").addEventListener("click", saveAll);

  /* Also after coming back: the browser may have kept what was typed. */
  window.addEventListener("pageshow", function () {
    table.querySelectorAll("[data-row]").forEach(mark);
    showUnsaved();
  });

  window.addEventListener("beforeunload", function (event) {
    if (unsaved.size) event.preventDefault();
  });

  table.dataset.ready = "";
})();
