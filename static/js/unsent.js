/* What was typed without a network, kept in this browser for the person who typed it, until the portal has it. */

const PREFIX = "portal-unsent:";

export function userOf(page = document) {
  return page.querySelector("[data-session-end]")?.dataset.user || "";
}

function keyOf(user, path) {
  return `${PREFIX}${user}:${path}`;
}

/** Keeps what was typed on a page as pairs of name and text: the `fields` of a form, or the cells of a `grid`, which
    its own page sends. `told` are pairs of a label and what was typed there, for people to read. False when the browser
    has no room. */
export function keepUnsent(user, path, { title, fields, grid, told }) {
  return store(user, { path, title, fields, grid, told, at: new Date().toISOString() });
}

function store(user, item) {
  try {
    localStorage.setItem(keyOf(user, item.path), JSON.stringify(item));
    return true;
  } catch {
    return false;
  }
}

/** The portal answered that it cannot be kept so: it is not sent again by itself, and stays until its author chooses. */
export function refuseUnsent(user, path) {
  const item = unsentAt(user, path);
  if (item) store(user, { ...item, refused: true });
}

/** One field is as the portal has it after all: its author took what a colleague wrote there. */
export function yieldUnsent(user, path, name) {
  const item = unsentAt(user, path);
  if (item?.fields) store(user, { ...item, fields: item.fields.filter(([each]) => each !== name) });
}

/** What was changed of the fields of a form: its field `seen` holds, as JSON, the texts that it began with. */
export function changedOf(fields) {
  const seen = textsIn(fields.find(([name]) => name === "seen")?.[1]);
  return fields.filter(([name, text]) => name in seen && plain(text) !== plain(seen[name]));
}

/** Whether all that was changed is what the portal has by now: `stored` is the `seen` of its page. */
export function isStored(changed, stored) {
  const texts = textsIn(stored);
  return changed.every(([name, text]) => name in texts && plain(texts[name]) === plain(text));
}

function textsIn(json) {
  try {
    return JSON.parse(json) || {};
  } catch {
    return {};
  }
}

function plain(text) {
  return text.replace(/\r\n?/g, "\n").trim();
}

export function unsentAt(user, path) {
  const text = localStorage.getItem(keyOf(user, path));
  try {
    return text && JSON.parse(text);
  } catch {
    return null;
  }
}

export function dropUnsent(user, path) {
  localStorage.removeItem(keyOf(user, path));
}

/** All that this person did not send yet; nobody sees what another typed. */
export function allUnsent(user) {
  return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${user}:`))
    .map((key) => unsentAt(user, key.slice(`${PREFIX}${user}:`.length))).filter(Boolean);
}
