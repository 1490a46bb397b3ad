/* Evidence by dropping files on a row of the grid, or choosing them there, several at once. A row whose figure is not
   saved yet holds them until it is; what was added, and what was refused and why, stands in the row. Each goes by a
   request of its own: what one request may hold is meant for one file. */

export function startFiles(table) {
  const waiting = new Map(); // row id -> files that wait until the row is saved
  const told = new Map(); // row id -> what stands in the row, also after it was replaced

  function show(id) {
    const list = document.getElementById(id)?.querySelector("[data-files-told]");
    if (!list) return;
    const held = (waiting.get(id) || []).map((file) => [`${file.name}: wordt toegevoegd zodra de rij bewaard is.`, false]);
    list.replaceChildren(...(told.get(id) || []).concat(held).map(([text, isFault]) => {
      const item = document.createElement("p");
      item.textContent = text;
      if (isFault) item.className = "utrecht-form-field-error-message";
      return item;
    }));
  }

  async function send(row, file) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", table.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("bewijs-file", file);
    const url = table.dataset.evidenceUrl.replace("/0/", `/${row.dataset.figure}/`);
    const answer = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error("no answer of ours");
    return answer.json();
  }

  async function add(row, files) {
    const { id } = row;
    const said = told.get(id) || [];
    told.set(id, said);
    if (!row.dataset.figure) {
      waiting.set(id, (waiting.get(id) || []).concat(files));
      show(id);
      return;
    }
    for (const file of files) {
      try {
        if (file.size > Number(table.dataset.largestFile)) {
          said.push([`${file.name}: ${table.dataset.tooLarge}`, true]);
          continue;
        }
        const { added, refused } = await send(row, file);
        added.forEach((name) => said.push([`${name} is toegevoegd.`, false]));
        refused.forEach(({ name, reason }) => said.push([`${name}: ${reason}`, true]));
      } catch {
        said.push([`${file.name}: niet toegevoegd, er is geen verbinding of u bent uitgelogd.`, true]);
      } finally {
        show(id);
      }
    }
  }

  function rowOf(event) {
    const row = event.target.closest("[data-row]");
    const isFiles = Array.from(event.dataTransfer.types).includes("Files");
    return isFiles && row && row.querySelector("[data-files]") ? row : null;
  }

  table.addEventListener("change", (event) => {
    if (!event.target.matches("[data-files]")) return;
    add(event.target.closest("[data-row]"), Array.from(event.target.files));
    event.target.value = "";
  });
  table.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    table.querySelectorAll("[data-drop]").forEach((each) => { if (each !== row) each.removeAttribute("data-drop"); });
    if (!row) return;
    event.preventDefault();
    row.setAttribute("data-drop", "");
  });
  table.addEventListener("dragleave", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && !row.contains(event.relatedTarget)) row.removeAttribute("data-drop");
  });
  table.addEventListener("drop", (event) => {
    const row = rowOf(event);
    if (!row) return;
    event.preventDefault();
    row.removeAttribute("data-drop");
    add(row, Array.from(event.dataTransfer.files));
  });
  table.addEventListener("rows-changed", (event) => {
    const row = event.target;
    const held = waiting.get(row.id);
    if (held && row.dataset.figure) {
      waiting.delete(row.id);
      add(row, held);
    } else show(row.id);
  });
  return { get hasWaiting() { return waiting.size > 0; } };
}
