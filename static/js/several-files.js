// More files than one request may hold are told at the field, before anything is sent.

document.addEventListener("change", (event) => {
  const { files, dataset } = event.target;
  if (!files || !dataset.tooMuch) return;
  const bytes = Array.from(files).reduce((sum, file) => sum + file.size, 0);
  const isTooMuch = files.length > Number(dataset.mostFiles) || bytes > Number(dataset.mostBytes);
  event.target.setCustomValidity(isTooMuch ? dataset.tooMuch : "");
  event.target.reportValidity();
});
