/* Keeps what is typed in the grid and not saved yet, in its author's own store, and offers it again when the round is
   opened later: also after a closed browser, an ended session, or in another browser. */
(function () {
  "use strict";

  var table = document.querySelector("[data-entry-grid][data-keep-url]");
  if (!table) return;

  var PAUSE = 1200; // milliseconds without typing
  var offer = document.querySelector("[data-grid-kept]");
  var timer;
  var kept = null; // what an earlier visit left, until it is taken or thrown away
  var hasSent = false;

  function changedCells() {
    return Array.from(table.querySelectorAll("[data-row][data-changed] [data-cell]"));
  }

  function nameOf(cell) {
    return cell.closest("[data-row]").id + " " + cell.name;
  }

  function send(fields) {
    var token = table.querySelector("[name=csrfmiddlewaretoken]");
    var data = new URLSearchParams(fields);
    data.set("csrfmiddlewaretoken", token ? token.value : "");
    data.set("kept-key", table.dataset.keep);
    return fetch(table.dataset.keepUrl, { method: "POST", body: data });
  }

  function keep() {
    var fields = {};
    Object.keys(kept || {}).forEach(function (name) { fields[name] = kept[name][0]; }); // it still waits for an answer
    changedCells().forEach(function (cell) { fields[nameOf(cell)] = cell.value; });
    var isEmpty = !Object.keys(fields).length;
    if (isEmpty && !hasSent) return;
    hasSent = !isEmpty;
    send(isEmpty ? { discard: "1" } : fields).catch(function () {});
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  function cellsIn(fields) {
    return Object.keys(fields).map(function (name) {
      var at = name.lastIndexOf(" ");
      var row = document.getElementById(name.slice(0, at));
      var cell = row && row.querySelector('[data-cell][name="' + name.slice(at + 1) + '"]');
      return cell && { cell: cell, value: fields[name][0] };
    }).filter(Boolean);
  }

  function answer(take) {
    var found = take ? cellsIn(kept) : [];
    kept = null;
    offer.hidden = true;
    var typed = changedCells();
    found.forEach(function (each) {
      if (typed.includes(each.cell)) return; // what was typed since is newer
      each.cell.value = each.value;
      each.cell.dispatchEvent(new Event("input", { bubbles: true }));
    });
    hasSent = found.length > 0; // what was taken still stands in the store
    if (hasSent) found[0].cell.focus();
    else send({ discard: "1" }).catch(function () {});
  }

  function ask(left) {
    if (!left || !cellsIn(left.fields).length) return;
    kept = left.fields;
    offer.querySelector("[data-grid-kept-at]").textContent = left.kept_at;
    offer.hidden = false;
  }

  fetch(table.dataset.keepUrl + "?key=" + encodeURIComponent(table.dataset.keep)).then(function (response) {
    return response.status === 200 && !response.redirected ? response.json() : null;
  }).then(ask).catch(function () {});

  offer.querySelector("[data-grid-kept-take]").addEventListener("click", function () { answer(true); });
  offer.querySelector("[data-grid-kept-drop]").addEventListener("click", function () { answer(false); });
  table.addEventListener("input", later);
  table.addEventListener("rows-changed", later);
})();
