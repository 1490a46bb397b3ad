/* Pictures in a text: pasted, dropped or chosen. Each goes to the portal at once, and the text names it by the number
   that it got there; what it shows is asked in a small dialog. Where the portal could not take one it stays in the editor,
   with what was wrong and a way to try again; the words are kept without it. */

const KINDS = /^image\/(?:png|jpeg|webp|avif)$/;
const DATA = /^data:(image\/(?:png|jpeg|webp|avif));base64,([a-z0-9+/=\s]+)$/i;
const NO_CONNECTION = "Nog niet bewaard: er is geen verbinding of u bent uitgelogd.";
export const NO_PICTURE = "Alleen plaatjes kunnen in een tekst: JPEG, PNG, WebP of AVIF.";

export const picturesAmong = (files) => [...files].filter((file) => KINDS.test(file.type));

const inBytes = (found) => new Blob([Uint8Array.from(atob(found[2].replace(/\s/g, "")), (sign) => sign.charCodeAt(0))], { type: found[1] });

function asAddress(blob) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => { done(reader.result); });
    reader.readAsDataURL(blob);
  });
}

function made(tag, properties = {}, ...parts) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...parts);
  return element;
}

function button(text, act) {
  const pressed = made("button", { type: "button", className: "denhaag-button denhaag-button--secondary-action denhaag-button--small" }, text);
  pressed.addEventListener("click", act);
  return pressed;
}

export class Pictures {
  /* `settings` is the dataset of the page: the address of pictures, how large one may be, and what is told of it. */
  constructor(settings, form) {
    this.url = settings.picturesUrl;
    this.largest = Number(settings.picturesLargest);
    this.told = settings.picturesTold;
    this.form = form;
    this.waiting = new Map(); // key in this page: { blob, address, number, fault, isBusy }
    this.root = null;
    this.changed = () => {};
    this.dialog = this.makeDialog();
    document.body.append(this.dialog);
  }

  /* The editor that it is of, and what to do after a picture changed. */
  join(root, insert, changed) {
    this.root = root;
    this.insert = insert;
    this.changed = changed;
    root.addEventListener("dblclick", (event) => {
      if (event.target.tagName === "IMG") { this.open(event.target); }
    });
  }

  address(number) { return `${this.url}${number}/`; }

  /* The picture as the text keeps it: one of ours by its number, one that waits by its key; null for every other one. */
  keep(source) {
    const key = source.dataset.waiting || "";
    const waits = this.waiting.get(key);
    const number = waits ? waits.number : this.numberOf(source);
    const found = waits || number ? null : DATA.exec(source.getAttribute("src") || "");
    if (!waits && !number && !found) { return null; }
    const picture = made("img");
    if (number) { // in the order in which the portal writes it
      picture.dataset.picture = String(number);
    } else {
      picture.dataset.waiting = found ? this.take(inBytes(found), found[0]) : key;
    }
    picture.alt = source.getAttribute("alt") || "";
    picture.src = number ? this.address(number) : this.waiting.get(picture.dataset.waiting).address;
    return picture;
  }

  /* By what the text says, or by the address under which another text of this deal shows it. */
  numberOf(source) {
    const shown = new URL(source.getAttribute("src") || "", document.baseURI);
    const rest = shown.origin === location.origin && shown.pathname.startsWith(this.url) ? shown.pathname.slice(this.url.length) : "";
    return (/^(\d{1,9})$/.exec(source.dataset.picture || "") || /^(\d{1,9})\/$/.exec(rest) || ["", ""])[1];
  }

  take(blob, address) {
    const key = String(this.waiting.size + 1);
    this.waiting.set(key, { blob, address, number: 0, fault: "", isBusy: false });
    return key;
  }

  /* Puts files in the text, where one writes. */
  async add(files) {
    const keys = [];
    for (const file of files) { keys.push(this.take(file, await asAddress(file))); }
    this.insert(keys.map((key) => `<p><img data-waiting="${key}" alt=""></p>`).join(""));
    this.send();
  }

  /* Sends what waits in the text, and asks what there is to see: another program may have said so, or not. */
  send() {
    const unkept = this.unkept();
    unkept.forEach((picture) => { this.upload(picture.dataset.waiting); });
    if (unkept.length) { this.open(unkept.find((picture) => !picture.alt.trim()) || unkept[0]); }
  }

  async upload(key) {
    const picture = this.waiting.get(key);
    if (!picture || picture.isBusy || picture.number) { return; }
    Object.assign(picture, { fault: "", isBusy: true });
    this.show();
    try {
      picture.fault = picture.blob.size > this.largest ? this.told : await this.sent(picture);
    } catch {
      picture.fault = NO_CONNECTION;
    }
    picture.isBusy = false;
    if (picture.number) {
      for (const shown of this.root.querySelectorAll(`img[data-waiting="${key}"]`)) {
        delete shown.dataset.waiting;
        shown.dataset.picture = String(picture.number);
        shown.src = this.address(picture.number);
      }
    }
    this.changed();
    this.show();
  }

  /* Returns what is wrong with it; nothing where the portal has it. */
  async sent(picture) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("picture", picture.blob, picture.blob.name || "plaatje");
    const answer = await fetch(this.url, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) { throw new Error("no answer of ours"); }
    const { number, refused } = await answer.json();
    if (!number && !refused) { throw new Error("no answer of ours"); }
    picture.number = number || 0;
    return refused || "";
  }

  /* Those in the text that the portal does not have. */
  unkept() { return [...this.root.querySelectorAll("img[data-waiting]")]; }

  /* --- The dialog: every picture of the text, what it shows, and what is wrong with it. */

  makeDialog() {
    const title = made("h2", { id: "pictures-title" }, "Plaatjes in deze tekst");
    const chosen = made("input", { type: "file", id: "pictures-file", multiple: true, className: "utrecht-textbox" });
    chosen.accept = ".jpg,.jpeg,.png,.webp,.avif";
    chosen.setAttribute("aria-describedby", "pictures-told");
    chosen.addEventListener("change", () => {
      const files = picturesAmong(chosen.files);
      this.hint.textContent = files.length < chosen.files.length ? NO_PICTURE : this.told;
      chosen.value = "";
      if (files.length) { this.add(files); }
    });
    this.hint = made("p", { className: "small", id: "pictures-told", role: "status" }, this.told);
    this.list = made("ol", { className: "rows picture-list" });
    const close = button("Klaar", () => { this.dialog.close(); });
    const dialog = made("dialog", { className: "dialog stack" }, title, this.list,
      made("label", { className: "utrecht-form-label", htmlFor: "pictures-file" }, "Plaatje toevoegen"), chosen, this.hint, close);
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.addEventListener("close", () => { this.root.focus(); });
    return dialog;
  }

  open(first) {
    if (!this.dialog.open) { this.dialog.showModal(); }
    this.show();
    const place = [...this.root.querySelectorAll("img")].indexOf(first);
    this.list.querySelectorAll("textarea")[place]?.focus();
  }

  show() {
    if (!this.dialog.open) { return; }
    const typing = document.activeElement.id;
    this.list.replaceChildren(...[...this.root.querySelectorAll("img")].map((picture, place) => this.row(picture, place + 1)));
    document.getElementById(typing)?.focus();
  }

  row(picture, number) {
    const waits = this.waiting.get(picture.dataset.waiting || "");
    const id = `picture-${number}`;
    const label = made("label", { className: "utrecht-form-label", htmlFor: id }, `Wat is er op plaatje ${number} te zien?`);
    const words = made("textarea", { id, rows: 2, maxLength: 300, className: "utrecht-textarea", value: picture.alt });
    words.addEventListener("input", () => {
      picture.alt = words.value.trim();
      this.changed();
    });
    const state = waits?.fault || (waits?.isBusy ? "Wordt bewaard…" : "");
    const told = made("p", { className: waits?.fault ? "utrecht-form-field-error-message" : "small", role: "status" }, state);
    const again = waits?.fault ? [button("Probeer opnieuw", () => { this.upload(picture.dataset.waiting); })] : [];
    const away = button(`Haal plaatje ${number} weg`, () => {
      const frame = picture.parentElement;
      picture.remove();
      if (frame !== this.root && !frame.textContent.trim() && !frame.querySelector("img")) { frame.append(document.createElement("br")); }
      this.changed();
      this.show();
      this.dialog.querySelector("#pictures-file").focus();
    });
    return made("li", { className: "stack stack--small" }, made("img", { src: picture.src, alt: "" }), label, words, told,
      made("div", { className: "cluster" }, ...again, away));
  }
}
