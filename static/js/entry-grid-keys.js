/* What a key does in a cell of the grid, and where it leads. Nothing here knows the page, so that it is tested without
   a browser. */

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Whether the caret leaves the text by that step, or all of the text is selected (as it is after moving here). */
function isAtEnd(cell, step) {
  if (cell.isChoice) return true;
  const isWhole = cell.start === 0 && cell.end === cell.text.length;
  return isWhole || (cell.start === cell.end && cell.start === (step > 0 ? cell.text.length : 0));
}

function leaves(cell, down, right) {
  if (right) return isAtEnd(cell, right);
  return !cell.text.includes("\n") || isAtEnd(cell, down);
}

/** What the key asks for: "save", "restore", "copy", or {down, right} to move; null for what a browser does itself.
    `cell`: its text, whether it isChoice, and from start to end what of it is selected. */
export function actionOf(key, cell) {
  if (key.isComposing || key.altKey || key.shiftKey) return null;
  if (key.ctrlKey || key.metaKey) return key.key === "d" ? "copy" : null;
  if (key.key === "Enter") return "save";
  if (key.key === "Escape") return "restore";
  const step = STEPS[key.key];
  return step && leaves(cell, ...step) ? { down: step[0], right: step[1] } : null;
}

/** The place ({row, column}) that lies that way; undefined for none. `grid` names the columns of each row.
    Rows without this column (under review, or a year where others have a day) are passed over. */
export function placeFrom(grid, { row, column }, { down = 0, right = 0 }) {
  if (right) {
    const beside = grid[row][grid[row].indexOf(column) + right];
    return beside === undefined ? undefined : { row, column: beside };
  }
  for (let next = row + down; next >= 0 && next < grid.length; next += down) {
    if (grid[next].includes(column)) return { row: next, column };
  }
  return undefined;
}
