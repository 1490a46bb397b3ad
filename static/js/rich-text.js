/* A small editor over each textarea[data-rich-text]: headings, lists, tables, notes, bold, italics, links and pictures
   (Squire). The textarea keeps the value, so that keeping, warning and saving work as for any field; without script one types in it. */

import { addNotes, kept, keptHtml, renumber, saysWords } from "./rich-text-kept.js";
import { NO_PICTURE, Pictures, picturesAmong } from "./rich-text-pictures.js";

const WORDS_ON_A_PAGE = 550; // of prose in the report's letter: a chapter of 1200 words filled two pages with 528 and 565

/* How much of a page a picture takes: as wide as the column, 110 mm high at most (static/report/report.css). */
const pictureOnPage = (picture) => Math.min(110, 170 * picture.naturalHeight / (picture.naturalWidth || 1)) / 250;

function sizeOf(root) {
  const words = root.textContent.trim() ? root.innerText.trim().split(/\s+/).length : 0;
  const drawn = [...root.querySelectorAll("img")].reduce((sum, picture) => sum + pictureOnPage(picture), 0);
  const pages = (Math.ceil((words / WORDS_ON_A_PAGE + drawn) * 10) / 10).toLocaleString("nl-NL");
  return `${words} ${words === 1 ? "woord" : "woorden"}, ongeveer ${pages} bladzijde in de rapportage.`;
}

const isIn = (editor, selector) => {
  const at = editor.getSelection().startContainer;
  return (at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement).closest(selector);
};

const cellIn = (editor) => {
  const cell = isIn(editor, "td, th");
  return cell && editor.getRoot().contains(cell) ? cell : null;
};

const toggled = (editor, tag, on, off) => editor.hasFormat(tag) ? editor[off]() : editor[on]();

function listed(editor, tag, make) {
  if (isIn(editor, tag)) { editor.removeList(); } else { editor[make](); }
}

/* A heading becomes a paragraph again, and the other way round. */
function headed(editor) {
  editor.modifyBlocks((fragment) => {
    [...fragment.querySelectorAll("p, h3")].forEach((block) => {
      const made = document.createElement(block.tagName === "P" ? "h3" : "p");
      made.append(...block.childNodes);
      block.replaceWith(made);
    });
    return fragment;
  });
  editor.focus();
}

function newTable(editor) {
  editor.insertHTML("<table><tr><th>Kop</th><th>Kop</th></tr><tr><td>Tekst</td><td>Tekst</td></tr></table>");
  editor.focus();
}

function emptyCell(tag) {
  const cell = document.createElement(tag);
  if (tag === "th") { cell.setAttribute("scope", "col"); }
  cell.append(document.createElement("br"));
  return cell;
}

function changeTable(editor, change) {
  const cell = cellIn(editor);
  if (!cell) { return; }
  editor.saveUndoState();
  change(cell, cell.parentElement, cell.closest("table"));
  editor.focus();
  editor.fireEvent("input");
}

const addRow = (editor) => changeTable(editor, (cell, row, table) => {
  const made = document.createElement("tr");
  made.append(...[...row.cells].map(() => emptyCell("td")));
  if (row.parentElement.tagName === "THEAD") { table.tBodies[0].prepend(made); } else { row.after(made); }
});
const dropRow = (editor) => changeTable(editor, (cell, row, table) => {
  if (table.rows.length > 1) { row.remove(); } else { table.remove(); }
});
const addColumn = (editor) => changeTable(editor, (cell, row, table) => {
  const place = cell.cellIndex;
  [...table.rows].forEach((each) => { each.cells[place].after(emptyCell(each.cells[place].tagName.toLowerCase())); });
});
const dropColumn = (editor) => changeTable(editor, (cell, row, table) => {
  const place = cell.cellIndex;
  if (row.cells.length > 1) { [...table.rows].forEach((each) => { each.cells[place].remove(); }); } else { table.remove(); }
});

/* Text, what it does, and whether it is on: by a tag, or null. */
const BUTTONS = [
  ["Kopje", headed, (editor) => isIn(editor, "h3")],
  ["Vet", (editor) => toggled(editor, "B", "bold", "removeBold"), (editor) => editor.hasFormat("B")],
  ["Schuin", (editor) => toggled(editor, "I", "italic", "removeItalic"), (editor) => editor.hasFormat("I")],
  ["Lijst", (editor) => listed(editor, "ul", "makeUnorderedList"), (editor) => isIn(editor, "ul")],
  ["Genummerde lijst", (editor) => listed(editor, "ol", "makeOrderedList"), (editor) => isIn(editor, "ol")],
  ["Tabel", newTable, null],
  ["Ongedaan maken", (editor) => editor.undo(), null],
  ["Opnieuw", (editor) => editor.redo(), null],
];
const TABLE_BUTTONS = [
  ["Rij erbij", addRow], ["Rij weg", dropRow], ["Kolom erbij", addColumn], ["Kolom weg", dropColumn],
];

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "denhaag-button denhaag-button--secondary-action denhaag-button--small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function group(label, parts) {
  const made = document.createElement("div");
  made.className = "cluster rich-text-buttons";
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", label);
  made.append(...parts);
  return made;
}

/* An address for the link, asked beside the buttons. */
function linkPart(editor, id) {
  const part = group("Link", []);
  part.hidden = true;
  part.innerHTML = `<label class="utrecht-form-label" for="${id}_link">Adres</label>
    <input type="url" id="${id}_link" class="utrecht-textbox" placeholder="https://…">`;
  const field = part.querySelector("input");
  field.addEventListener("input", (event) => { event.stopPropagation(); });
  const close = () => { part.hidden = true; field.value = ""; editor.focus(); };
  const make = () => {
    const address = field.value.trim();
    if (!/^(?:https?:\/\/|mailto:)./i.test(address)) {
      field.setCustomValidity("Begin met https:// of mailto:");
      field.reportValidity();
      return;
    }
    close();
    editor.makeLink(address);
  };
  field.addEventListener("input", () => { field.setCustomValidity(""); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); make(); }
    if (event.key === "Escape") { close(); }
  });
  part.append(
    button("Maak de link", make),
    button("Link weghalen", () => { close(); editor.removeLink(); }),
  );
  return part;
}

function dress(area) {
  const root = document.createElement("div");
  const label = document.querySelector(`label[for="${area.id}"]`);
  root.className = "rich-text rich-text-editor";
  root.setAttribute("role", "textbox");
  root.setAttribute("aria-multiline", "true");
  const told = document.createElement("p");
  told.className = "small";
  told.setAttribute("role", "status");
  const pictures = new Pictures(document.querySelector("[data-pictures-url]").dataset, area.form);
  let editor = null;
  // Before the editor is there: its own listener would come first.
  root.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    const files = html && saysWords(html) ? [] : picturesAmong(event.clipboardData.files);
    if (!html && !files.length) { return; } // plain text
    event.preventDefault();
    event.stopImmediatePropagation();
    if (files.length) {
      pictures.add(files);
      told.textContent = "Geplakt.";
      return;
    }
    const found = kept(html, pictures);
    renumber(found.fragment, root.querySelectorAll("ol.notes > li").length);
    const frame = document.createElement("div");
    frame.append(found.fragment);
    editor.insertHTML(frame.innerHTML);
    addNotes(root, found.notes);
    editor.fireEvent("input");
    told.textContent = found.told.length ? `Geplakt. ${found.told.join(" ")}` : "Geplakt.";
    pictures.send();
  }, true);
  root.addEventListener("dragover", (event) => {
    if ([...event.dataTransfer.types].includes("Files")) { event.preventDefault(); }
  });
  root.addEventListener("drop", (event) => {
    const { files } = event.dataTransfer;
    if (!files.length) { return; } // words that are moved
    event.preventDefault();
    event.stopImmediatePropagation();
    const place = document.caretRangeFromPoint?.(event.clientX, event.clientY);
    if (place && root.contains(place.startContainer)) { editor.setSelection(place); }
    const found = picturesAmong(files);
    if (found.length) { pictures.add(found); }
    told.textContent = found.length < files.length ? NO_PICTURE : "";
  }, true);
  editor = new window.Squire(root, {
    blockTag: "P",
    addLinks: false,
    sanitizeToDOMFragment: (html) => kept(html, pictures).fragment,
  });
  if (label) {
    label.id = `${area.id}_label`;
    root.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => { editor.focus(); });
  }
  const size = document.createElement("p");
  size.className = "small muted";
  size.id = `${area.id}_size`;
  root.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") || ""} ${size.id}`.trim());
  ["Tab", "Shift-Tab", "PageUp", "PageDown"].forEach((key) => { editor.setKeyHandler(key, null); }); // Tab leaves the field

  const buttons = BUTTONS.map(([text, act, isOn]) => [button(text, () => act(editor)), isOn]);
  const link = linkPart(editor, area.id);
  const linkButton = button("Link", () => { link.hidden = false; link.querySelector("input").focus(); });
  const pictureButton = button("Plaatjes", () => pictures.open());
  pictureButton.setAttribute("aria-haspopup", "dialog");
  const ofTable = group("Tabel", TABLE_BUTTONS.map(([text, act]) => button(text, () => act(editor))));
  ofTable.hidden = true;
  area.hidden = true;
  area.after(group("Opmaak", [...buttons.map(([made]) => made), linkButton, pictureButton]), link, ofTable, root, size, told);

  let last = area.value;
  const measure = () => { size.textContent = sizeOf(root); };
  root.addEventListener("load", measure, true); // of a picture in it
  const open = (html) => {
    editor.setHTML(keptHtml(html, pictures));
    measure();
  };
  pictures.join(root, (html) => editor.insertHTML(html), () => editor.fireEvent("input"));
  open(area.value);
  const show = () => {
    buttons.forEach(([made, isOn]) => {
      if (isOn) { made.setAttribute("aria-pressed", String(Boolean(isOn(editor)))); }
    });
    ofTable.hidden = !cellIn(editor);
  };
  editor.addEventListener("pathChange", show);
  editor.addEventListener("input", () => {
    const value = keptHtml(editor.getHTML(), pictures);
    if (value === last) { return; }
    area.value = value;
    last = value;
    measure();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  area.form.addEventListener("submit", (event) => {
    const unkept = pictures.unkept();
    if (!unkept.length) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    told.textContent = "Er is een plaatje dat nog niet is bewaard. Probeer het opnieuw, of haal het weg.";
    pictures.open(unkept[0]);
  }, true);
  area.form.addEventListener("input", () => {
    if (area.value !== last) { // filled in by the keeper of half-typed work
      last = area.value;
      open(area.value);
    }
  });
}

if (window.Squire) {
  document.querySelectorAll("textarea[data-rich-text]").forEach(dress);
}
