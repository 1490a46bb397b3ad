/* <a href="..." data-dialog="id"> opens the dialog with that id; without this script the link goes to the page that asks the same. */

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
});

/* A form that came back with errors, or a decision that came too late: begin at the summary. Again after loading: an
   address with a #fragment takes the focus away. */
const summary = document.querySelector(".error-summary, [data-summary]");
if (summary) {
  summary.focus();
  window.addEventListener("load", () => setTimeout(() => summary.focus()));
}
