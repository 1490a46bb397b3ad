/* Saves the rows of [data-entry-grid] one by one, without leaving the page. Every [data-row] is a form that also works without this script;
   the server answers with the row as it stands: stored, refused, or with what somebody else entered meanwhile.
   A row that differs from what is stored is marked, counted in the bar below, and asked about when one leaves. */
import { cellOf, cellsOf, savedText, startCells } from "./entry-grid-cells.js";
import { startFiles } from "./entry-grid-files.js";
import { startKeeping } from "./entry-grid-keep.js";
import { startTools } from "./entry-grid-tools.js";
import { showTotals } from "./entry-grid-totals.js";

const table = document.querySelector("[data-entry-grid]");
const bar = document.querySelector("[data-grid-bar]");
const says = document.querySelector("[data-grid-says]");
const told = document.querySelector("[data-grid-told]");
const unsaved = new Set();
let tools, files;

function say(text) {
  says.textContent = text;
}

/* Says it, and keeps it in the bar until the next save: what a paste skipped is for everybody to see. */
function tell(text) {
  say(text);
  told.textContent = text;
  showUnsaved();
}

function lines(text) {
  return text.replace(/\r\n?/g, "\n");
}

function isChanged(cell) {
  return lines(cell.value) !== lines(savedText(cell));
}

function showUnsaved() {
  bar.hidden = !unsaved.size && !told.textContent;
  bar.querySelector("[data-grid-save-all]").hidden = !unsaved.size;
  const text = !unsaved.size ? "" : unsaved.size === 1 ? "1 rij is nog niet bewaard." : `${unsaved.size} rijen zijn nog niet bewaard.`;
  bar.querySelector("[data-grid-unsaved]").textContent = text;
}

function mark(row) {
  const isUnsaved = row.hasAttribute("data-refused") || cellsOf(row).some(isChanged);
  const badge = row.querySelector("[data-unsaved]");
  if (badge) badge.hidden = !isUnsaved;
  row.toggleAttribute("data-changed", isUnsaved);
  if (isUnsaved) unsaved.add(row);
  else unsaved.delete(row);
}

function nameOf(row) {
  return row.querySelector("th span").textContent;
}

/* Signed in again in another tab, one has another token: take it from a fresh page, so that nothing typed here is lost. */
async function renewToken() {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[data-entry-grid] [name=csrfmiddlewaretoken]");
  if (!token) throw new Error("signed out");
  table.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token.value; });
}

async function post(form, choice) {
  const data = new FormData(form);
  if (choice) data.append(choice.name, choice.value);
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
  const kind = answer.headers.get("Content-Type") || "";
  if (!kind.startsWith("application/json")) throw new Error("no answer of ours");
  return answer.json();
}

async function postOrAgain(form, choice) {
  try {
    return await post(form, choice);
  } catch {
    await renewToken();
    return post(form, choice);
  }
}

/* One row at a time, so that what an answer counts includes the row before it. A row that waits is saved as it is when its turn comes. */
let line = Promise.resolve();

function save(row, choice) {
  line = line.then(() => {
    const current = document.getElementById(row.id); // an answer may have replaced it
    return choice || unsaved.has(current) ? send(current, choice) : null;
  });
  return line;
}

async function send(row, choice) {
  const sent = Object.fromEntries(cellsOf(row).map((cell) => [cell.name, cell.value]));
  row.setAttribute("aria-busy", "true");
  try {
    const answer = await postOrAgain(row.querySelector("form"), choice);
    if (answer.row) replace(row, sent, answer);
    else fail(row, answer.say);
  } catch {
    fail(row, "Niet bewaard: er is geen verbinding, of u bent uitgelogd. Wat u typte, staat er nog.");
  }
}

function fail(row, text) {
  row.removeAttribute("aria-busy");
  const place = row.querySelector("[data-failure]")
    || row.querySelector(".entry-grid__state").appendChild(document.createElement("p"));
  place.className = "utrecht-form-field-error-message small";
  place.dataset.failure = "";
  place.textContent = text;
  say(`${nameOf(row)}. ${text}`);
}

function keepTyping(old, fresh, sent) {
  cellsOf(old).forEach((cell) => {
    const same = cellOf(fresh, cell.name);
    if (same && cell.value !== sent[cell.name]) same.value = cell.value;
  });
}

function keepFocus(active, fresh) {
  const same = active.matches("[data-cell]") && cellOf(fresh, active.name);
  const goal = same || fresh.querySelector("[aria-invalid]") || fresh.querySelector("[data-cell], a[href]");
  goal.focus();
  if (same && same.setSelectionRange) same.setSelectionRange(active.selectionStart, active.selectionEnd);
}

function showCounts(answer) {
  document.querySelector("[data-to-enter]").textContent = answer.to_enter;
  document.querySelector("[data-drafts]").textContent = answer.drafts;
  document.querySelector("[data-submit-all]").hidden = !answer.drafts;
}

function replace(old, sent, answer) {
  const holder = document.createElement("table");
  holder.innerHTML = answer.row;
  const fresh = holder.tBodies[0];
  const active = old.contains(document.activeElement) && document.activeElement;
  keepTyping(old, fresh, sent);
  old.replaceWith(fresh);
  unsaved.delete(old);
  mark(fresh);
  showUnsaved();
  fresh.dispatchEvent(new CustomEvent("rows-changed", { bubbles: true }));
  showTotals(table);
  if (active) keepFocus(active, fresh);
  // The row may have grown above the one that is typed in.
  if (document.activeElement.closest("[data-row]")) document.activeElement.scrollIntoView({ block: "nearest" });
  showCounts(answer);
  const fault = fresh.querySelector(".utrecht-form-field-error-message, .entry-grid__conflict strong");
  say(fault ? `Niet bewaard: ${nameOf(fresh)}. ${fault.textContent}` : `Bewaard: ${nameOf(fresh)}.`);
}

async function saveAll() {
  told.textContent = "";
  unsaved.forEach((row) => save(row));
  await line;
  const refused = table.querySelector("[data-changed] [aria-invalid], .entry-grid__conflict button, [data-changed] [data-cell]");
  if (refused) refused.focus();
  else say("Alles is bewaard.");
}

function typed(event) {
  const row = event.target.closest("[data-row]");
  if (!row) return;
  mark(row);
  showUnsaved();
  showTotals(table);
}

function submitted(event) {
  event.preventDefault();
  const row = event.target.closest("[data-row]");
  if (event.submitter?.name === "same") {
    tools.carry(row);
    row.querySelector("[data-save]").focus();
    return;
  }
  save(row, event.submitter && event.submitter.name ? event.submitter : null);
}

function start() {
  tools = startTools(table, document.querySelector("[data-grid-tools]"), tell);
  startCells(table, tools.together);
  files = startFiles(table);
  table.addEventListener("input", typed);
  table.addEventListener("submit", submitted);
  table.addEventListener("grid-say", ({ detail }) => (detail.isWhole ? say(detail.text) : tell(detail.text)));
  bar.querySelector("[data-grid-save-all]").addEventListener("click", saveAll);
  /* Also after coming back: the browser may have kept what was typed. */
  window.addEventListener("pageshow", () => {
    table.querySelectorAll("[data-row]").forEach(mark);
    showUnsaved();
  });
  /* The network is back: what could not be saved, is. */
  window.addEventListener("online", () => {
    if (table.querySelector("[data-failure]")) saveAll();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size || files.hasWaiting) event.preventDefault();
  });
  showTotals(table);
  /* The heading of a group stays in sight right under the head, however high that is. */
  new ResizeObserver(() => {
    table.style.setProperty("--entry-grid-head", `${table.tHead.offsetHeight}px`);
  }).observe(table.tHead);
  startKeeping(table, document.querySelector("[data-grid-kept]"));
  table.dataset.ready = "";
}

if (table) start();
