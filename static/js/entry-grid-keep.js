/* Keeps what is typed in the grid and not saved yet, in its author's own store, and offers it again when the round is
   opened later: also after a closed browser, an ended session, or in another browser. */
import { dropUnsent, keepUnsent, unsentAt, userOf } from "./unsent.js";

const PAUSE = 1200; // milliseconds without typing

export function startKeeping(table, offer) {
  let timer;
  let kept = null; // what an earlier visit left, until it is taken or thrown away
  let hasSent = false;

  function changedCells() {
    return Array.from(table.querySelectorAll("[data-row][data-changed] [data-cell]"));
  }

  function nameOf(cell) {
    return `${cell.closest("[data-row]").id} ${cell.name}`;
  }

  /* The grid of a project has the address of the whole, with its code behind it. */
  const project = new URLSearchParams(location.search).get("project");
  const [user, here] = [userOf(), location.pathname + (project ? `?${new URLSearchParams({ project })}` : "")];

  /* Without a network it is kept in this browser, and stands on every page as not sent. */
  function keepHere(fields) {
    const pairs = Object.entries(fields).filter(([name]) => name !== "discard");
    if (pairs.length) keepUnsent(user, here, { title: document.querySelector("h1").textContent.trim(), grid: pairs });
    document.dispatchEvent(new CustomEvent("portal:unsent"));
  }

  function send(fields) {
    const token = table.querySelector("[name=csrfmiddlewaretoken]");
    const data = new URLSearchParams(fields);
    data.set("csrfmiddlewaretoken", token ? token.value : "");
    data.set("kept-key", table.dataset.keep);
    fetch(table.dataset.keepUrl, { method: "POST", body: data }).then((answer) => {
      if (!answer.ok) return;
      dropUnsent(user, here);
      document.dispatchEvent(new CustomEvent("portal:unsent"));
    }).catch(() => keepHere(fields));
  }

  function keep() {
    const fields = {};
    Object.keys(kept || {}).forEach((name) => { fields[name] = kept[name][0]; }); // it still waits for an answer
    changedCells().forEach((cell) => { fields[nameOf(cell)] = cell.value; });
    const isEmpty = !Object.keys(fields).length;
    if (isEmpty && !hasSent) return;
    hasSent = !isEmpty;
    send(isEmpty ? { discard: "1" } : fields);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  function cellsIn(fields) {
    return Object.keys(fields).map((name) => {
      const at = name.lastIndexOf(" ");
      const row = document.getElementById(name.slice(0, at));
      const cell = row && row.querySelector(`[data-cell][name="${name.slice(at + 1)}"]`);
      return cell && { cell, value: fields[name][0] };
    }).filter(Boolean);
  }

  function answer(take) {
    const found = take ? cellsIn(kept) : [];
    kept = null;
    offer.hidden = true;
    const typed = changedCells();
    found.forEach((each) => {
      if (typed.includes(each.cell)) return; // what was typed since is newer
      each.cell.value = each.value;
      each.cell.dispatchEvent(new Event("input", { bubbles: true }));
    });
    hasSent = found.length > 0; // what was taken still stands in the store
    if (hasSent) found[0].cell.focus();
    else send({ discard: "1" });
  }

  /* What was typed here without a network, as the portal itself would give it. */
  function keptHere() {
    const item = unsentAt(user, here);
    if (!item?.grid) return null;
    const fields = Object.fromEntries(item.grid.map(([name, text]) => [name, [text]]));
    return { fields, kept_at: new Date(item.at).toLocaleString("nl-NL", { dateStyle: "long", timeStyle: "short" }) };
  }

  async function ask() {
    const response = await fetch(`${table.dataset.keepUrl}?key=${encodeURIComponent(table.dataset.keep)}`);
    const stored = response.status === 200 && !response.redirected ? await response.json() : null;
    const left = keptHere() || stored;
    if (!left || !cellsIn(left.fields).length) return;
    kept = left.fields;
    offer.querySelector("[data-grid-kept-at]").textContent = left.kept_at;
    offer.hidden = false;
  }

  ask().catch(() => {});
  offer.querySelector("[data-grid-kept-take]").addEventListener("click", () => answer(true));
  offer.querySelector("[data-grid-kept-drop]").addEventListener("click", () => answer(false));
  table.addEventListener("input", later);
  table.addEventListener("rows-changed", later);
}
