/* <a href="..." data-dialog="id"> opens the dialog with that id; without this script the link goes to the page that asks the same. */
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-dialog]");
    if (opener) {
      var dialog = document.getElementById(opener.dataset.dialog);
      if (dialog) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    var closer = event.target.closest("[data-dialog-close]");
    if (closer) closer.closest("dialog").close();
  });

  /* A form that came back with errors: begin at the summary. */
  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
