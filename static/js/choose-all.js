/* A form with data-choose: one box that ticks all others, and how many are ticked.
   Without this script one ticks each. */

document.querySelectorAll("form[data-choose]").forEach((form) => {
  const all = form.querySelector("[data-choose-all]");
  const box = all.querySelector("input");
  const told = form.querySelector("[data-chosen]");
  const boxes = Array.from(form.querySelectorAll("input[type=checkbox][name]"));

  function tell() {
    const chosen = boxes.filter((each) => each.checked).length;
    box.checked = chosen === boxes.length;
    box.indeterminate = chosen > 0 && chosen < boxes.length;
    told.textContent = chosen ? `${chosen} van ${boxes.length} gekozen` : "";
  }

  box.addEventListener("change", () => {
    boxes.forEach((each) => { each.checked = box.checked; });
    tell();
  });
  form.addEventListener("change", tell);
  all.hidden = false;
  tell();
});
