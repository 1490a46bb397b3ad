/* The tools above the grid: what did not change since last time, for one row or the chosen ones, and undoing and doing
   again of everything that was typed, pasted or filled in. A row says in data-carried what its cells hold when nothing
   changed. What is filled in is not saved yet: that is one button further, and can be undone until then and after. */
import { cellOf, cellsOf, fill } from "./entry-grid-cells.js";
import { History } from "./entry-grid-history.js";

const CARRIES = { same: null, last: ["value", "source"] }; // which columns each fills; null for all

export function startTools(table, tools, tell) {
  const history = new History();
  const known = new Map(); // what stood in each cell before it changed
  let batch = null;
  let isApplying = false;

  const nameOf = (cell) => `${cell.closest("[data-row]").id} ${cell.name}`;
  const rows = () => Array.from(table.querySelectorAll("[data-row]"));
  const picks = () => Array.from(table.querySelectorAll("[data-pick]"));
  const picked = () => picks().filter((box) => box.checked).map((box) => box.closest("[data-row]"));
  const isEmpty = (row) => !cellOf(row, "value").value;
  const pickable = () => picks().filter((box) => isEmpty(box.closest("[data-row]")));

  function show() {
    const [open, chosen] = [pickable(), picked()];
    tools.querySelector("[data-grid-pickable]").textContent = open.length;
    tools.querySelector("[data-grid-picked]").textContent = chosen.length;
    const all = tools.querySelector("[data-grid-pick-all]");
    all.setAttribute("aria-pressed", open.length > 0 && open.every((box) => box.checked));
    tools.querySelector("[data-grid-undo]").setAttribute("aria-disabled", !history.canUndo);
    tools.querySelector("[data-grid-redo]").setAttribute("aria-disabled", !history.canRedo);
  }

  function learn(within) {
    within.querySelectorAll("[data-cell]").forEach((cell) => known.set(nameOf(cell), cell.value));
  }

  function changed(event) {
    const cell = event.target.closest("[data-cell]");
    if (cell) {
      const change = { cell: nameOf(cell), before: known.get(nameOf(cell)) ?? "", after: cell.value };
      known.set(change.cell, cell.value);
      if (batch) batch.push(change);
      else if (!isApplying) history.type(change);
    }
    show();
  }

  function together(work) {
    batch = [];
    try {
      return work();
    } finally {
      history.add(batch);
      batch = null;
      show();
    }
  }

  function apply(texts, said) {
    isApplying = true;
    const found = texts.map(({ cell, text }) => {
      const at = cell.lastIndexOf(" ");
      const row = document.getElementById(cell.slice(0, at));
      const goal = row && cellOf(row, cell.slice(at + 1));
      if (goal) {
        goal.value = text;
        goal.dispatchEvent(new Event("input", { bubbles: true }));
      }
      return goal;
    }).filter(Boolean);
    isApplying = false;
    if (found.length) found[0].focus();
    const gone = texts.length - found.length;
    const cells = found.length === 1 ? "1 cel" : `${found.length} cellen`;
    tell(texts.length ? `${said}: ${cells}.${gone ? ` ${gone} kunnen niet meer wijzigen.` : ""}` : "Er is niets om terug te zetten.");
    show();
  }

  function carry(chosen, kind) {
    const columns = CARRIES[kind];
    let filled = 0;
    together(() => chosen.forEach((row) => {
      const given = JSON.parse(row.dataset.carried || "{}");
      const cells = cellsOf(row).filter((cell) => cell.name in given && (!columns || columns.includes(cell.name)));
      const free = kind === "last" ? cells.filter((cell) => !cell.value) : cells;
      free.forEach((cell) => fill(cell, given[cell.name]));
      filled += free.length > 0;
    }));
    picks().forEach((box) => { box.checked = false; });
    show();
    return filled;
  }

  function carryPicked(kind) {
    const chosen = picked();
    if (!chosen.length) {
      tell("Kies eerst rijen, met het vakje voor de naam.");
      return;
    }
    const filled = carry(chosen, kind);
    tell(filled === 1 ? "1 rij ingevuld." : `${filled} rijen ingevuld.`);
    document.querySelector("[data-grid-save-all]").focus();
  }

  function pickAll(event) {
    const isOn = event.currentTarget.getAttribute("aria-pressed") !== "true";
    picks().forEach((box) => { box.checked = isOn && isEmpty(box.closest("[data-row]")); });
    show();
  }

  function pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (!isRedo && key !== "z") return;
    event.preventDefault();
    if (isRedo) apply(history.redo(), "Opnieuw gedaan");
    else apply(history.undo(), "Ongedaan gemaakt");
  }

  learn(table);
  table.addEventListener("input", changed);
  table.addEventListener("change", show);
  table.addEventListener("focusout", () => history.pause());
  table.addEventListener("rows-changed", (event) => { learn(event.target); show(); });
  table.addEventListener("keydown", pressed);
  tools.addEventListener("keydown", pressed);
  tools.querySelector("[data-grid-pick-all]").addEventListener("click", pickAll);
  tools.querySelector("[data-grid-same]").addEventListener("click", () => carryPicked("same"));
  tools.querySelector("[data-grid-last]").addEventListener("click", () => carryPicked("last"));
  tools.querySelector("[data-grid-undo]").addEventListener("click", () => apply(history.undo(), "Ongedaan gemaakt"));
  tools.querySelector("[data-grid-redo]").addEventListener("click", () => apply(history.redo(), "Opnieuw gedaan"));
  tools.hidden = rows().length === 0;
  show();
  return { together, carry: (row) => carry([row], "same") };
}
