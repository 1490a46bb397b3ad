/* The cells of [data-entry-grid] by keyboard, and pasting from a spreadsheet. A cell is [data-cell] in a [data-row]; its name is its column.
   Up and down keep the column; left and right leave a cell at the ends of its text. Enter submits the form of the row and goes down. */
(function () {
  "use strict";

  var table = document.querySelector("[data-entry-grid]");
  if (!table) return;

  var columns = ["value", "measured_on", "source", "note"];

  function cellOf(row, name) {
    return row.querySelector('[data-cell][name="' + name + '"]');
  }

  function beside(cell, step) {
    var cells = Array.from(cell.closest("[data-row]").querySelectorAll("[data-cell]"));
    return cells[cells.indexOf(cell) + step];
  }

  /* Rows without this column (a heading, a row under review, a year where others have a day) are passed over. */
  function below(cell, step) {
    var row = cell.closest("[data-row]");
    while ((row = step > 0 ? row.nextElementSibling : row.previousElementSibling)) {
      var found = cellOf(row, cell.name);
      if (found) return found;
    }
    return null;
  }

  function isAtEnd(cell, step) {
    if (cell.tagName === "SELECT") return true;
    var start = cell.selectionStart, end = cell.selectionEnd, length = cell.value.length;
    var isWhole = start === 0 && end === length; // as it is after moving here: the first letter replaces it
    return isWhole || (start === end && start === (step > 0 ? length : 0));
  }

  function leavesLines(cell, step) {
    return cell.value.indexOf("\n") < 0 || isAtEnd(cell, step);
  }

  function go(cell) {
    if (!cell) return;
    cell.focus();
    if (cell.select) cell.select();
  }

  function savedText(cell) {
    if (cell.tagName !== "SELECT") return cell.defaultValue;
    return (cell.querySelector("option[selected]") || cell.options[0]).value;
  }

  /* Returns whether the text fits: a list has only its own answers, by value or by how they begin ("ja", "3"). */
  function fill(cell, text) {
    var value = text.trim();
    if (cell.tagName === "SELECT") {
      var wanted = value.toLowerCase();
      var option = Array.from(cell.options).find(function (each) {
        return each.value === wanted || (wanted && each.text.toLowerCase().startsWith(wanted));
      });
      if (!option) return false;
      value = option.value;
    }
    cell.value = value;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  function refuse(cell, text) {
    var fault = document.createElement("p");
    fault.className = "utrecht-form-field-error-message small";
    fault.id = "p-" + cell.form.id + "-" + cell.name;
    fault.textContent = "'" + text.slice(0, 30) + "' past hier niet. Kies uit de lijst.";
    var old = document.getElementById(fault.id);
    if (old) old.remove();
    cell.after(fault);
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-describedby", fault.id);
  }

  table.addEventListener("input", function (event) {
    var fault = event.target.form && document.getElementById("p-" + event.target.form.id + "-" + event.target.name);
    if (!fault) return;
    fault.remove();
    event.target.removeAttribute("aria-invalid");
    event.target.removeAttribute("aria-describedby");
  });

  function moveFor(cell, key) {
    switch (key) {
      case "ArrowUp": return leavesLines(cell, -1) && below(cell, -1);
      case "ArrowDown": return leavesLines(cell, 1) && below(cell, 1);
      case "ArrowLeft": return isAtEnd(cell, -1) && beside(cell, -1);
      case "ArrowRight": return isAtEnd(cell, 1) && beside(cell, 1);
      default: return null;
    }
  }

  table.addEventListener("keydown", function (event) {
    var cell = event.target.closest("[data-cell]");
    if (!cell || event.isComposing || event.altKey || event.shiftKey) return;
    var goal;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== "d") return;
      goal = below(cell, -1);
      if (goal) fill(cell, goal.value);
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      cell.form.requestSubmit();
      go(below(cell, 1));
    } else if (event.key === "Escape") {
      fill(cell, savedText(cell));
    } else {
      goal = moveFor(cell, event.key);
      // An arrow never changes a choice unseen, also not on the first or last row.
      if (goal || (cell.tagName === "SELECT" && event.key.startsWith("Arrow"))) event.preventDefault();
      go(goal);
    }
  });

  /* A spreadsheet puts tabs between cells and quotes around a cell that holds a line break. */
  function blockOf(text) {
    var pattern = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/g;
    var clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    var block = [[]], found;
    do {
      found = pattern.exec(clean);
      var isQuoted = found[1].length > 1 && found[1].startsWith('"') && found[1].endsWith('"');
      block[block.length - 1].push(isQuoted ? found[1].slice(1, -1).replace(/""/g, '"') : found[1]);
      if (found[2] === "\n") block.push([]);
    } while (found[2]);
    return block;
  }

  function pasteLine(row, first, line, counts) {
    line.forEach(function (text, index) {
      var name = columns[first + index];
      var cell = name && cellOf(row, name);
      if (cell && fill(cell, text)) {
        counts.filled += 1;
      } else if (text.trim()) {
        counts.skipped += 1;
        if (cell) refuse(cell, text.trim());
      }
    });
  }

  table.addEventListener("paste", function (event) {
    var cell = event.target.closest("[data-cell]");
    if (!cell) return;
    var block = blockOf(event.clipboardData.getData("text/plain"));
    if (block.length === 1 && block[0].length === 1 && cell.tagName !== "SELECT") return;
    event.preventDefault();
    var rows = Array.from(table.querySelectorAll("[data-row]"));
    var start = rows.indexOf(cell.closest("[data-row]"));
    var counts = { filled: 0, skipped: 0 };
    block.slice(0, rows.length - start).forEach(function (line, index) {
      pasteLine(rows[start + index], columns.indexOf(cell.name), line, counts);
    });
    var text = counts.filled + (counts.filled === 1 ? " cel ingevuld." : " cellen ingevuld.");
    if (counts.skipped) text += " " + counts.skipped + " overgeslagen: die passen hier niet of kunnen niet meer wijzigen.";
    table.dispatchEvent(new CustomEvent("grid-say", { detail: text }));
  });
})();
