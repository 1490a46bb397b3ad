/* A link to something inside a closed <details> opens it, also when the page comes with the link in its address. */

function open() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const details = target && target.closest("details");
  if (details) {
    details.open = true;
    target.scrollIntoView();
  }
}

window.addEventListener("hashchange", open);
open();
