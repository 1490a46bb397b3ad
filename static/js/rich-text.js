/* A small editor over each textarea[data-rich-text]: headings, lists, bold, italics and links (Trix). The textarea keeps
   the value, so that keeping, warning and saving work as for any field; without script one types in it as it is. */

const WORDS = {
  bold: "Vet", italic: "Schuin", heading1: "Kopje", bullets: "Lijst", numbers: "Genummerde lijst", link: "Link",
  unlink: "Link weghalen", undo: "Ongedaan maken", redo: "Opnieuw", urlPlaceholder: "https://…", url: "Adres",
};

function button(attribute, value, text, key) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "denhaag-button denhaag-button--secondary-action denhaag-button--small";
  made.setAttribute(attribute, value);
  if (key) { made.setAttribute("data-trix-key", key); }
  made.textContent = text;
  return made;
}

function toolbar() {
  const bar = document.createElement("div");
  const group = document.createElement("div");
  group.className = "cluster rich-text-buttons";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Opmaak");
  group.append(
    button("data-trix-attribute", "heading1", WORDS.heading1),
    button("data-trix-attribute", "bold", WORDS.bold, "b"),
    button("data-trix-attribute", "italic", WORDS.italic, "i"),
    button("data-trix-attribute", "bullet", WORDS.bullets),
    button("data-trix-attribute", "number", WORDS.numbers),
    button("data-trix-attribute", "href", WORDS.link, "k"),
    button("data-trix-action", "undo", WORDS.undo, "z"),
    button("data-trix-action", "redo", WORDS.redo, "shift+z")
  );
  bar.append(group);
  bar.insertAdjacentHTML("beforeend",
    `<div class="trix-dialogs" data-trix-dialogs><div class="trix-dialog trix-dialog--link" data-trix-dialog="href" data-trix-dialog-attribute="href">` +
    `<div class="cluster"><label class="utrecht-form-label">${WORDS.url} <input type="url" name="href" class="utrecht-textbox trix-input trix-input--dialog" placeholder="${WORDS.urlPlaceholder}" required data-trix-input></label>` +
    `<button type="button" class="denhaag-button denhaag-button--small" data-trix-method="setAttribute">${WORDS.link}</button>` +
    `<button type="button" class="denhaag-button denhaag-button--secondary-action denhaag-button--small" data-trix-method="removeAttribute">${WORDS.unlink}</button></div></div></div>`);
  return bar.innerHTML;
}

function configure(config) {
  config.toolbar.getDefaultHTML = toolbar;
  config.blockAttributes.default.tagName = "p";
  config.blockAttributes.default.breakOnReturn = true;
  config.blockAttributes.heading1.tagName = "h3";
}

function dress(area) {
  const editor = document.createElement("trix-editor");
  const label = document.querySelector(`label[for="${area.id}"]`);
  editor.className = "rich-text rich-text-editor";
  editor.setAttribute("input", area.id);
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  if (label) {
    label.id = `${area.id}_label`;
    editor.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => { editor.focus(); });
  }
  const described = area.getAttribute("aria-describedby");
  if (described) { editor.setAttribute("aria-describedby", described); }
  area.hidden = true;
  area.after(editor);
  let last = area.value;
  editor.addEventListener("trix-initialize", () => { last = area.value; });
  editor.addEventListener("trix-change", () => {
    if (area.value === last) { return; }
    last = area.value;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  editor.addEventListener("trix-file-accept", (event) => { event.preventDefault(); });
  area.form.addEventListener("input", () => {
    if (area.value !== last && editor.editor) {  // filled in by the keeper of half-typed work
      last = area.value;
      editor.editor.loadHTML(area.value);
    }
  });
}

if (window.Trix) {
  configure(window.Trix.config);
  document.querySelectorAll("textarea[data-rich-text]").forEach(dress);
}
