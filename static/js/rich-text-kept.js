/* What stays of a text that is opened or pasted: headings, lists, tables, notes, bold, italics, links and pictures, whatever wrote it
   (Word, Outlook, LibreOffice, a web page). It is built anew, so that nothing else comes along; what did not is told.
   The server cleans what arrives once more (reporting/content/rich_text.py). */

const HEADINGS = /^H[1-6]$/;
const BLOCKS = "p, div, ul, ol, li, table, h1, h2, h3, h4, h5, h6, blockquote, section, article, pre, hr, dl, figure";
const UNREAD = new Set(["STYLE", "SCRIPT", "TITLE", "META", "LINK", "XML", "TEMPLATE", "NOSCRIPT", "IFRAME"]);
const OBJECTS = new Set(["SVG", "OBJECT", "EMBED", "VIDEO", "AUDIO", "CANVAS", "V:SHAPE", "M:OMATH", "IFRAME"]);
const SAFE = /^(?:https?:\/\/|mailto:)/i;
const NUMBERED = /^\(?(?:\d+|[a-z]|[ivxlc]+)[.)]/i;

/* The policy of the portal refuses styles and handlers in what is read, too: they are read under another name, and never applied. */
const unstyled = (html) => html.replace(/<style\b[\s\S]*?<\/style>/gi, "")
  .replace(/<[^<>]*>/g, (tag) => tag.replace(/([\s"'])(style|on\w+)(\s*=)/gi, "$1data-$2$3"));
const styleOf = (element) => (element.getAttribute("data-style") || "").toLowerCase().replace(/\s*([:;])\s*/g, "$1");
const tidy = (text) => text.replace(/[\s\u00a0]+/g, " ");

/* Whether words are said in it, beside pictures. */
export const saysWords = (html) => Boolean(new DOMParser().parseFromString(unstyled(html), "text/html").body.textContent.trim());

/* The HTML as { fragment, notes, told }: notes are those at its end, told is what was left out or changed, in Dutch.
   `pictures` (rich-text-pictures.js) says which pictures may stay. */
export function kept(html, pictures) {
  const source = new DOMParser().parseFromString(unstyled(html), "text/html");
  const keeper = new Keeper(source, pictures);
  keeper.takeNotes();
  keeper.rankHeadings();
  keeper.blocks(source.body, keeper.fragment);
  return { fragment: keeper.fragment, notes: keeper.notes, told: keeper.told() };
}

/* Only what may stay, as HTML: a picture by its number alone, and none that the portal does not have. */
export function keptHtml(html, pictures) {
  const { fragment, notes } = kept(html, pictures);
  const frame = document.createElement("div");
  frame.append(fragment);
  addNotes(frame, notes);
  frame.querySelectorAll("sup").forEach((mark) => { mark.removeAttribute("data-note"); });
  frame.querySelectorAll("img").forEach((picture) => {
    const block = picture.closest("p");
    if (picture.dataset.picture) { picture.removeAttribute("src"); } else { picture.remove(); }
    if (block && isEmpty(block)) { block.remove(); }
  });
  while (frame.lastElementChild && isEmpty(frame.lastElementChild) && frame.lastElementChild.matches("p")) {
    frame.lastElementChild.remove();
  }
  return frame.innerHTML;
}

/* Puts notes at the end of a text, after those that stand there. */
export function addNotes(frame, notes) {
  if (!notes.length) { return; }
  let list = frame.querySelector("ol.notes");
  if (!list) {
    list = document.createElement("ol");
    list.className = "notes";
    frame.append(list);
  }
  list.append(...notes);
}

/* The numbers of the notes in a fragment go on after those of the text that it comes in. */
export function renumber(fragment, already) {
  if (!already) { return; }
  fragment.querySelectorAll("sup[data-note]").forEach((mark) => {
    mark.textContent = String(Number(mark.textContent) + already);
  });
}

function made(tag, ...parts) {
  const element = document.createElement(tag);
  element.append(...parts);
  return element;
}

const isEmpty = (element) => !element.textContent.trim() && !element.querySelector("img");

class Keeper {
  constructor(source, pictures) {
    this.source = source;
    this.pictures = pictures;
    this.fragment = document.createDocumentFragment();
    this.notes = [];
    this.numbers = new Map(); // reference in the source: its number
    this.counts = new Map();
    this.highest = 1;
    this.lists = []; // open lists of Word, which writes each item as a paragraph
  }

  count(what) { this.counts.set(what, (this.counts.get(what) || 0) + 1); }

  told() {
    const say = {
      picture: (n) => n === 1 ? "1 plaatje kwam niet mee: zet het erin met de knop Plaatjes." : `${n} plaatjes kwamen niet mee: zet ze erin met de knop Plaatjes.`,
      object: () => "Een tekening, formule of ander object kwam niet mee.",
      comment: () => "Opmerkingen in de kantlijn kwamen niet mee.",
      deleted: () => "Wat met wijzigingen bijhouden was weggehaald, kwam niet mee.",
      strike: () => "De streep door tekst is weg: kijk na of die tekst mag blijven.",
      underline: () => "Onderstreping is weg.",
      merged: () => "Samengevoegde cellen zijn gesplitst: kijk de tabel na.",
      nested: () => "Een tabel in een tabel werd gewone tekst.",
      link: () => "Een link naar een bestand of een plek in het document werd gewone tekst.",
    };
    return Object.keys(say).filter((what) => this.counts.has(what)).map((what) => say[what](this.counts.get(what)));
  }

  /* A note is a link to something that links back: so write Word, LibreOffice and Google Docs them. */
  takeNotes() {
    const named = (name) => name && (this.source.getElementById(name) || this.source.getElementsByName(name)[0]);
    this.source.querySelectorAll('[data-style*="mso-element:comment"], [data-style*="mso-element: comment"]').forEach((comment) => {
      comment.remove();
      this.count("comment");
    });
    const links = [...this.source.querySelectorAll('a[href*="#"]')];
    const frames = [];
    links.forEach((reference) => {
      const mark = named(reference.getAttribute("href").split("#")[1]);
      if (!mark || mark.tagName !== "A" || mark === reference || frames.some((frame) => frame.contains(reference))) { return; }
      const back = (mark.getAttribute("href") || "").split("#")[1];
      if (!back || named(back) !== reference) { return; }
      const frame = mark.closest('[data-style*="mso-element:footnote"], [data-style*="mso-element:endnote"], [id^="sdfootnote"], [id^="sdendnote"]')
        || mark.closest("li, p, div");
      if (!frame || frame.contains(reference)) { return; }
      mark.remove();
      frames.push(frame);
      this.numbers.set(reference, this.numbers.size + 1);
      const item = document.createElement("li");
      this.lines(frame, item);
      trim(item);
      this.notes.push(item);
    });
    frames.forEach((frame) => { frame.remove(); });
    this.source.querySelectorAll('[data-style*="mso-element:footnote-list"], [data-style*="mso-element:endnote-list"]').forEach((list) => {
      if (!list.textContent.trim()) { list.remove(); }
    });
  }

  /* The highest heading of a text becomes a heading of the section, those below it one lower. */
  rankHeadings() {
    const found = [...this.source.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => one.textContent.trim());
    this.highest = Math.min(...found.map((one) => Number(one.tagName[1])));
  }

  /* Writes what stands in an element as blocks; loose text becomes a paragraph. */
  blocks(from, into) {
    let loose = null;
    const close = () => {
      if (loose) { this.finish(loose, into); }
      loose = null;
    };
    for (const node of from.childNodes) {
      const isBlock = node.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || node.querySelector(BLOCKS));
      if (isBlock && !UNREAD.has(node.tagName.toUpperCase())) {
        close();
        this.block(node, into);
      } else if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.ELEMENT_NODE) {
        if (!loose && !node.textContent.trim() && !node.querySelector?.("img") && node.tagName !== "IMG" && node.tagName !== "BR") { continue; }
        loose ||= document.createElement("p");
        this.inline(node, loose);
      }
    }
    close();
  }

  finish(block, into) {
    trim(block);
    if (!isEmpty(block)) {
      this.lists = [];
      into.append(block);
    }
  }

  block(element, into) {
    const style = styleOf(element);
    if (element.matches("ul, ol")) {
      this.lists = [];
      into.append(this.list(element));
    } else if (element.matches("table")) {
      this.lists = [];
      this.table(element, into);
    } else if (HEADINGS.test(element.tagName) || element.classList.contains("MsoTitle")) {
      const level = element.classList.contains("MsoTitle") ? this.highest : Number(element.tagName[1]);
      const heading = document.createElement(level > this.highest ? "h4" : "h3");
      this.lines(element, heading);
      heading.querySelectorAll("strong").forEach((bold) => { bold.replaceWith(...bold.childNodes); });
      const pictures = [...heading.querySelectorAll("img")]; // below the heading, and not in it
      pictures.forEach((picture) => { picture.remove(); });
      this.finish(heading, into);
      if (pictures.length) { into.append(made("p", ...pictures)); }
    } else if (/mso-list:(?!none|ignore|skip)/.test(style) && element.matches("p, div")) {
      this.wordItem(element, style, into);
    } else if (element.matches("p, pre, dt, dd, li") && !element.querySelector(BLOCKS)) {
      const paragraph = document.createElement("p");
      this.lines(element, paragraph);
      this.finish(paragraph, into);
    } else if (!element.matches("hr")) {
      this.blocks(element, into);
    }
  }

  /* Word: <p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">a.</span>text</p> */
  wordItem(element, style, into) {
    const level = Number((/level(\d)/.exec(style) || ["", "1"])[1]);
    const sign = element.querySelector('[data-style*="mso-list:Ignore" i], [data-style*="mso-list: Ignore" i]');
    const isNumbered = sign !== null && NUMBERED.test(tidy(sign.textContent).trim());
    sign?.remove();
    while (this.lists.length > 1 && this.lists.at(-1).level > level) { this.lists.pop(); }
    let open = this.lists.at(-1);
    const tag = isNumbered ? "OL" : "UL";
    if (!open || open.level < level || (open.level === level && open.list.tagName !== tag)) {
      const list = document.createElement(tag);
      if (open && open.level === level) { this.lists.pop(); }
      const above = this.lists.at(-1);
      (above ? above.list.lastElementChild : into).append(list);
      open = { level: this.lists.length ? level : Math.min(level, open ? open.level : level), list };
      this.lists.push(open);
    }
    const item = document.createElement("li");
    this.lines(element, item);
    trim(item);
    open.list.append(item);
  }

  list(source) {
    const list = document.createElement(source.tagName);
    if (source.matches("ol.notes")) { list.className = "notes"; }
    for (const child of source.children) {
      if (child.matches("ul, ol")) { // not in an item: below the last one
        (list.lastElementChild || list.appendChild(document.createElement("li"))).append(this.list(child));
      } else if (child.textContent.trim() || child.querySelector("img")) {
        const item = document.createElement("li");
        const inner = [...child.children].filter((one) => one.matches("ul, ol"));
        inner.forEach((one) => { one.remove(); });
        this.lines(child, item);
        trim(item);
        item.append(...inner.map((one) => this.list(one)));
        list.append(item);
      }
    }
    return list;
  }

  /* As many cells in each row: a merged cell is split, with its text in the first. The first row is the head. */
  table(source, into) {
    if (source.querySelector("table")) { this.count("nested"); }
    const rows = [...source.rows].filter((row) => row.closest("table") === source);
    const grid = rows.map(() => []);
    rows.forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y][x] !== undefined) { x += 1; }
        if (cell.colSpan > 1 || cell.rowSpan > 1) { this.count("merged"); }
        for (let down = 0; down < Math.max(1, cell.rowSpan) && y + down < rows.length; down += 1) {
          for (let along = 0; along < Math.min(cell.colSpan, 50); along += 1) { grid[y + down][x + along] = down || along ? null : cell; }
        }
      }
    });
    const width = Math.max(0, ...grid.map((row) => row.length));
    if (width === 1 && rows.length === 1) { // a frame around a text
      this.blocks(rows[0].cells[0], into);
      return;
    }
    const table = document.createElement("table");
    const [head, body] = [table.createTHead(), table.createTBody()];
    grid.filter((row) => row.some((cell) => cell && !isEmpty(cell))).forEach((row, y) => {
      const line = (y ? body : head).insertRow();
      for (let x = 0; x < width; x += 1) {
        const cell = document.createElement(y ? "td" : "th");
        if (!y) { cell.setAttribute("scope", "col"); }
        if (row[x]) { this.lines(row[x], cell); }
        trim(cell);
        line.append(cell);
      }
    });
    if (head.rows.length) { into.append(table); }
  }

  /* What stands in an element, also in its paragraphs and lists, as lines of one block. */
  lines(from, into) {
    for (const node of from.childNodes) {
      const isBlock = node.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || node.querySelector(BLOCKS));
      if (isBlock) {
        if (into.textContent.trim() && into.lastChild.nodeName !== "BR") { into.append(document.createElement("br")); }
        if (node.matches("li")) { into.append("• "); }
        this.lines(node, into);
      } else {
        this.inline(node, into);
      }
    }
  }

  inline(node, into) {
    if (node.nodeType === Node.TEXT_NODE) {
      into.append(tidy(node.data));
      return;
    }
    const tag = node.nodeType === Node.ELEMENT_NODE ? node.tagName.toUpperCase() : "";
    if (!tag || UNREAD.has(tag) && tag !== "IFRAME") { return; }
    const style = styleOf(node);
    if (tag === "BR") {
      into.append(document.createElement("br"));
    } else if (tag === "IMG" || tag === "V:IMAGEDATA") {
      const picture = tag === "IMG" ? this.pictures.keep(node) : null;
      if (picture) { into.append(picture); } else { this.count("picture"); }
    } else if (OBJECTS.has(tag)) {
      this.count(node.querySelector("img, [src]") ? "picture" : "object");
    } else if (node.matches("del, .msoDel") || style.includes("mso-style-name:msodel")) {
      this.count("deleted");
    } else if (node.matches(".MsoCommentReference, .msocomanchor, [class*=msocom]")) {
      this.count("comment");
    } else if (this.numbers.has(node)) {
      const mark = document.createElement("sup");
      mark.dataset.note = "";
      mark.textContent = String(this.numbers.get(node));
      into.append(mark);
    } else {
      this.through(node, tag, style, into);
    }
  }

  through(node, tag, style, into) {
    let inner = into;
    const within = (name) => {
      const made = document.createElement(name);
      inner.append(made);
      inner = made;
      return made;
    };
    const isPlain = /(?:^|;)font-weight:(?:normal|400)/.test(style);
    if ((/^(?:B|STRONG)$/.test(tag) && !isPlain) || /(?:^|;)font-weight:(?:bold|[6-9]00)/.test(style)) { within("strong"); }
    if ((/^(?:I|EM)$/.test(tag) && !/(?:^|;)font-style:normal/.test(style)) || /(?:^|;)font-style:italic/.test(style)) { within("em"); }
    if (tag === "SUP" && !node.querySelector("a") || /vertical-align:super/.test(style)) { within("sup"); }
    if (/^(?:S|STRIKE)$/.test(tag) || /text-decoration[^;]*line-through/.test(style)) { this.count("strike"); }
    if (tag === "U" || (tag !== "A" && /text-decoration[^;]*underline/.test(style))) { this.count("underline"); }
    const address = tag === "A" ? node.getAttribute("href") || "" : "";
    if (SAFE.test(address)) {
      within("a").setAttribute("href", address);
    } else if (address && node.textContent.trim()) {
      this.count("link");
    }
    for (const child of node.childNodes) { this.inline(child, inner); }
    if (inner !== into && !inner.textContent && !inner.querySelector("img")) { // bold around nothing
      let empty = inner;
      while (empty.parentNode !== into) { empty = empty.parentNode; }
      empty.replaceWith(...inner.childNodes);
    }
  }
}

/* No spaces and line breaks at the ends of a block, and no two spaces in it. */
function trim(block) {
  block.normalize();
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) { texts.currentNode.data = tidy(texts.currentNode.data); }
  for (const [end, spaces] of [["firstChild", /^\s+/], ["lastChild", /\s+$/]]) {
    for (let node = block[end]; node; node = block[end]) {
      if (node.nodeName === "BR") {
        node.remove();
      } else if (node.nodeType === Node.TEXT_NODE) {
        node.data = node.data.replace(spaces, "");
        if (node.data) { break; }
        node.remove();
      } else {
        break;
      }
    }
  }
}
