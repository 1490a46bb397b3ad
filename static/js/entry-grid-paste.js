/* What a paste from a spreadsheet puts where. Nothing here knows the page, so that it is tested without a browser. */

/** The lines of a pasted text, each a list of cells: tabs between cells, quotes around one that holds a line break. */
export function blockOf(text) {
  const pattern = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/g;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const block = [[]];
  let found;
  do {
    found = pattern.exec(clean);
    const isQuoted = found[1].length > 1 && found[1].startsWith('"') && found[1].endsWith('"');
    block.at(-1).push(isQuoted ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]);
    if (found[2] === "\n") block.push([]);
  } while (found[2]);
  return block;
}

/** Whether a block is one text, as one pastes it into the cell itself: one cell, or paragraphs for a cell that takes
    several lines. Only a tab says that paragraphs are cells of a spreadsheet. */
export function isOneText(block, takesLines = false) {
  return block.every((line) => line.length === 1) && (block.length === 1 || takesLines);
}

/** How many texts of a block fall below the last of `rows` rows, from `start` down. */
export function countBelow(block, { rows, start }) {
  const below = block.slice(Math.max(0, rows - start.row));
  return below.flat().filter((text) => text.trim()).length;
}

/** Where each text of a block goes, from `start` ({row, column}) down and to the right. What falls below `rows` is left
    out; a text beyond the last of `columns` has no column. */
export function placesOf(block, { columns, rows, start }) {
  const first = columns.indexOf(start.column);
  return block.slice(0, Math.max(0, rows - start.row)).flatMap((line, down) =>
    line.map((text, right) => ({ row: start.row + down, column: columns[first + right], text })));
}

/** The answer that a text means in a list ([{value, text}]), by its value or by how it begins ("ja", "3"); undefined for none. */
export function answerOf(options, text) {
  const wanted = text.trim().toLowerCase();
  const isMeant = (each) => each.value === wanted || (wanted && each.text.toLowerCase().startsWith(wanted));
  return options.find(isMeant)?.value;
}

/** What is said after a paste. `below` texts fell beyond the last row of the table. */
export function saidOf(filled, skipped, below = 0) {
  const said = [filled === 1 ? "1 cel ingevuld." : `${filled} cellen ingevuld.`];
  if (skipped) said.push(`${skipped} overgeslagen: die passen hier niet of kunnen niet meer wijzigen.`);
  if (below) said.push(`${below} overgeslagen: die vallen onder de laatste rij van deze lijst.`);
  return said.join(" ");
}
