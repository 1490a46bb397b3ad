/* What was done in the grid, to undo and to do again. A step is a list of changes {cell, before, after}; a cell is named
   "row column". Nothing here knows the page, so that it is tested without a browser. */

const MOST = 200; // steps

export class History {
  done = [];
  undone = [];
  isTyping = false; // the last step is still being typed in its cell

  get canUndo() { return this.done.length > 0; }
  get canRedo() { return this.undone.length > 0; }

  /** One step of one or many changes, as a paste makes. What changes nothing is no step. */
  add(changes) {
    const real = changes.filter(({ before, after }) => before !== after);
    this.isTyping = false;
    if (!real.length) return;
    this.done.push(real);
    if (this.done.length > MOST) this.done.shift();
    this.undone = [];
  }

  /** A key typed in a cell: part of the step that is being typed there, else the begin of one. */
  type(change) {
    const last = this.done.at(-1);
    if (this.isTyping && last.length === 1 && last[0].cell === change.cell) {
      last[0].after = change.after;
      this.undone = [];
      if (last[0].before === last[0].after) this.done.pop();
      this.isTyping = last[0].before !== last[0].after;
      return;
    }
    this.add([{ ...change }]);
    this.isTyping = change.before !== change.after;
  }

  /** Leaving a cell ends the step that was typed in it. */
  pause() { this.isTyping = false; }

  /** What to put where ({cell, text}) to undo the last step; an empty list when there is none. */
  undo() {
    const step = this.done.pop();
    this.isTyping = false;
    if (!step) return [];
    this.undone.push(step);
    return step.map(({ cell, before }) => ({ cell, text: before }));
  }

  /** What to put where to do the last undone step again. */
  redo() {
    const step = this.undone.pop();
    this.isTyping = false;
    if (!step) return [];
    this.done.push(step);
    return step.map(({ cell, after }) => ({ cell, text: after }));
  }
}
