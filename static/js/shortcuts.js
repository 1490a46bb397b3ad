/* Keys on every page: / opens searching, ? the help about this page. Where something waits for one's decision j and k
   lead to the next and the one before, and g puts the focus on approving, which Enter then does. Not while one types,
   and not for who turned them off on the page of the help (WCAG 2.1.4). */

const OFF = "portal-shortcuts-off";

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
}

function search() {
  const field = document.querySelector("main input[type=search]#q");
  if (field) {
    field.focus();
    field.select();
    return;
  }
  const panel = document.getElementById("search-panel");
  if (panel) {
    panel.showPopover();
    panel.querySelector("input[type=search]").focus();
  }
}

const LINKS = { "?": "[data-help]", j: "[data-following-entry]", k: "[data-previous-entry]" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (localStorage.getItem(OFF)) return;
  if (event.key === "/") {
    event.preventDefault();
    search();
  } else if (event.key === "g") {
    document.querySelector("[data-approve]")?.focus();
  } else if (Object.hasOwn(LINKS, event.key)) {
    const link = document.querySelector(LINKS[event.key]);
    if (link) location.assign(link.href);
  }
});

const choice = document.querySelector("[data-shortcuts]");
if (choice) {
  choice.checked = !localStorage.getItem(OFF);
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}
