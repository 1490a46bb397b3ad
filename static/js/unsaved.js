/* Warns before leaving a page with unsaved work. For <form data-warn-unsaved>; [data-unsaved-notice] in it shows while there is some. */

const unsaved = new Set();

function mark(form, isUnsaved) {
  if (isUnsaved) unsaved.add(form);
  else unsaved.delete(form);
  const notice = form.querySelector("[data-unsaved-notice]");
  if (notice) notice.hidden = !isUnsaved;
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.matches("[data-warn-unsaved]")) mark(form, true);
});

document.addEventListener("submit", (event) => {
  mark(event.target, false);
});

/* session-end.js has kept it in this browser: there is nothing to warn about. */
document.addEventListener("portal:session-over", () => { unsaved.clear(); });

window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
