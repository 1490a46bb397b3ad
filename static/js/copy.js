/* A button with data-copy: puts what stands in the field of that name on the clipboard, and says so beside it.
   Without this script, or where a page may not reach the clipboard, one selects the text by hand. */

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const told = button.nextElementSibling;
  try {
    await navigator.clipboard.writeText(field.value);
    told.textContent = "Gekopieerd.";
  } catch {
    field.select();
    told.textContent = "Kopiëren mag hier niet. De tekst is gekozen: druk op Ctrl+C.";
  }
}

if (navigator.clipboard) {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.addEventListener("click", () => copy(button));
    button.hidden = false;
  });
}
