// SPDX-License-Identifier: Apache-2.0
// Each board drawn as what it is, with its pins where they are.

import { h, hidden, mark, moment, say } from './dom.js';
import { fillJumps } from './jumps.js';
import { layout } from './pinouts.js';
import { fileOf, levelWord, title, whyNotWrite } from './words.js';

const before = (one, two) => one.size > two.size || (one.size === two.size && one.name < two.name);

/** From which width on, in pixels, there are two columns. */
const TWO_COLUMNS = 756;

/** How much of a column a board fills, in rows. */
const ROWS = { header: (size) => size / 2, terminals: (size) => size / 2, strip: (size) => size };
const AROUND = 3;

const USES = { input: 'in', output: 'out', unused: '' };

export class Boards {
  #views = new Map();
  #columns = [h('div', { class: 'column' }), h('div', { class: 'column' })];
  #wide = false;

  /**
   * @param page {store, role(), connected()}: what there is to show, and who looks
   * @param actions open(pin) shows a pin's details, toggle(pin) switches an output
   */
  constructor(container, page, actions) {
    this.container = container;
    this.page = page;
    this.actions = actions;
    this.empty = container.querySelector('.empty');
    container.append(...this.#columns);
    container.addEventListener('keydown', (event) => this.#arrow(event));
    new ResizeObserver(([{ contentRect }]) => {
      const wide = contentRect.width >= TWO_COLUMNS;
      if (this.#wide !== wide) {
        this.#wide = wide;
        this.#place();
      }
    }).observe(container);
  }

  show({ boards, pins }) {
    for (const name of boards) {
      this.#board(name);
    }
    for (const id of pins) {
      const pin = this.page.store.pins.get(id);
      const view = pin && this.#views.get(pin.board)?.pins.get(id);
      if (view) {
        this.#pin(view, pin);
      }
    }
    this.empty.hidden = this.#views.size > 0;
    if (boards.size > 0) {
      this.#place();
    }
  }

  /** Who looks, or whether there is a connection, has changed: so has what may be done. */
  showAll() {
    const { store } = this.page;
    this.show({ boards: new Set(store.boards.keys()), pins: new Set(store.pins.keys()) });
  }

  say(text) {
    say(this.empty, text);
  }

  #board(name) {
    const board = this.page.store.boards.get(name);
    if (!board) {
      this.#views.get(name)?.element.remove();
      this.#views.delete(name);
      return;
    }
    const pins = this.page.store.pinsOf(name);
    const shape = `${board.model}|${pins.map((pin) => `${pin.number}@${pin.position}`).join()}`;
    let view = this.#views.get(name);
    if (!view || view.shape !== shape) {
      const fresh = this.#draw(board, pins);
      fresh.shape = shape;
      view?.element.replaceWith(fresh.element);
      view = fresh;
      this.#views.set(name, view);
      pins.forEach((pin) => this.#pin(view.pins.get(pin.pin), pin));
    }
    this.#status(view, board);
  }

  /**
   * Large ones first: so they fill the columns best. Not left to CSS's columns: in those the browser
   * lays out all boards anew for each level that changes.
   */
  #place() {
    const focused = document.activeElement;
    const columns = this.#wide ? this.#columns : this.#columns.slice(0, 1);
    const contents = columns.map((element) => ({ element, rows: 0, count: 0 }));
    for (const view of [...this.#views.values()].sort((one, two) => (before(one, two) ? -1 : 1))) {
      const column = contents.reduce((one, other) => (other.rows < one.rows ? other : one));
      const there = column.element.children[column.count];
      if (there !== view.element) {
        column.element.insertBefore(view.element, there ?? null);
      }
      column.rows += view.rows;
      column.count += 1;
    }
    if (focused !== document.activeElement && this.container.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
    fillJumps([...this.container.querySelectorAll('.board')]);
  }

  #status(view, board) {
    mark(view.element, 'data-state', board.state);
    say(view.state, board.state === 'up' ? 'up' : 'away');
    say(view.since, `since ${moment(Date.parse(board.since))}`);
    // The mark beside the name says it already.
    say(view.model, board.simulated ? board.model.replace(' (simulated)', '') : board.model);
    say(view.foot, [board.location, fileOf(board)].filter(Boolean).join(' · '));
    say(view.problem, board.problem ?? '');
    view.problem.hidden = !board.problem;
    view.simulated.hidden = !board.simulated;
    mark(view.element, 'data-simulated', board.simulated || undefined);
  }

  #draw(board, pins) {
    const id = `board-${board.name}`;
    const plan = layout(board, pins);
    const view = {
      name: board.name,
      size: plan.contacts.length,
      rows: ROWS[plan.kind](plan.contacts.length) + AROUND,
      pins: new Map(),
      state: h('span', { class: 'state' }),
      since: h('span', { class: 'since' }),
      model: h('p', { class: 'model' }),
      foot: h('p', { class: 'foot' }),
      problem: h('p', { class: 'problem' }),
      simulated: h('span', { class: 'simulated', title: 'A twin in memory: nothing real is switched.' }, 'simulated'),
    };
    view.element = h('section', { class: 'panel board', id: `at-${id}`, tabIndex: -1, 'aria-labelledby': id },
      h('header', {},
        h('div', { class: 'title' }, h('h2', { id }, board.name), view.simulated),
        view.state, view.model, view.since),
      view.problem,
      h('ul', { class: `contacts ${plan.kind}`, 'aria-label': `${board.name}: ${plan.what}` },
        plan.contacts.map((contact) => this.#contact(contact, plan, view))),
      view.foot);
    return view;
  }

  #contact({ number, pin, fixed }, plan, view) {
    const pad = h('span', { class: 'pad' }, h('span', { class: 'hole' }, String(number)));
    if (!pin) {
      return h('li', { class: 'contact', 'data-kind': fixed?.kind ?? 'empty' },
        h('span', { class: 'pin' }, pad, h('span', { class: 'text' }, h('span', { class: 'label' }, fixed?.text ?? ''))));
    }
    const parts = {
      name: h('span', { class: 'name' }),
      use: h('span', { class: 'use' }),
      flags: h('span', { class: 'flags' }),
      also: plan.also[pin.number] ?? '',
      level: h('span', { class: 'slot' }),
    };
    parts.button = h('button', {
      type: 'button', class: 'pin', 'aria-haspopup': 'dialog', 'data-pin': pin.pin,
      onclick: () => this.actions.open(pin.pin),
    }, pad, h('span', { class: 'text' },
      h('span', { class: 'line' }, h('span', { class: 'label' }, pin.label || String(pin.number)), ' ', parts.use, parts.flags),
      ' ', parts.name));
    parts.element = h('li', { class: 'contact', 'data-kind': 'pin' }, parts.button, parts.level);
    view.pins.set(pin.pin, parts);
    return parts.element;
  }

  #pin(parts, pin) {
    const { direction } = pin.settings;
    const known = pin.level !== null && direction !== 'unused';
    mark(parts.element, 'data-use', direction);
    mark(parts.element, 'data-level', known ? pin.level : direction === 'unused' ? undefined : 'unknown');
    mark(parts.element, 'data-problem', pin.problem ? 'yes' : undefined);
    say(parts.name, pin.name || (direction === 'unused' ? parts.also : ''));
    mark(parts.name, 'data-given', pin.name ? 'yes' : undefined);
    mark(parts.name, 'title', pin.name || undefined);
    say(parts.use, USES[direction]);
    this.#flags(parts.flags, pin);
    this.#level(parts, pin, known);
  }

  #flags(element, pin) {
    const wanted = [pin.locked && 'locked', pin.problem && 'problem',
      pin.consumer && pin.consumer !== 'edgepin' && 'busy'].filter(Boolean);
    if (element.dataset.shows === wanted.join()) {
      return;
    }
    element.dataset.shows = wanted.join();
    element.replaceChildren(...wanted.map((flag) => h('span', { class: `flag ${flag}` }, hidden(`, ${flag}`))));
  }

  #level(parts, pin, known) {
    const { direction } = pin.settings;
    if (direction === 'unused') {
      parts.level.replaceChildren();
      parts.switch = undefined;
      return;
    }
    const word = known ? levelWord(pin.level) : '?';
    if (direction === 'input') {
      if (!parts.level.firstChild || parts.switch) {
        parts.level.replaceChildren(h('span', { class: 'level' }));
        parts.switch = undefined;
      }
      say(parts.level.firstChild, word);
      return;
    }
    if (!parts.switch) {
      parts.word = h('span', { class: 'word' });
      parts.what = h('span', { class: 'vh' });
      parts.switch = h('button', {
        type: 'button', role: 'switch', class: 'level', 'data-switch': pin.pin,
        onclick: () => this.actions.toggle(pin.pin),
      }, parts.what, parts.word);
      parts.level.replaceChildren(parts.switch);
    }
    say(parts.what, `Level of ${title(pin)}: `);
    say(parts.word, word);
    mark(parts.switch, 'aria-checked', pin.level === 1 ? 'true' : 'false');
    const { store } = this.page;
    const obstacle = whyNotWrite({
      pin, board: store.boards.get(pin.board), role: this.page.role(), connected: this.page.connected(),
    });
    mark(parts.switch, 'aria-disabled', obstacle ? 'true' : undefined);
    parts.switch.title = obstacle ?? '';
  }

  /** The arrow keys go from contact to contact as they lie on the board. */
  #arrow(event) {
    const from = event.target.closest('button.pin');
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (!from || !steps || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    const place = (element) => {
      const box = element.closest('.contact').getBoundingClientRect();
      return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    };
    const [x, y] = place(from);
    let best;
    for (const to of from.closest('.contacts').querySelectorAll('button.pin')) {
      const [right, down] = [place(to)[0] - x, place(to)[1] - y];
      const along = steps[0] * right + steps[1] * down;
      const aside = Math.abs(steps[0] ? down : right);
      if (along > 1 && (!best || along + 2 * aside < best.distance)) {
        best = { distance: along + 2 * aside, to };
      }
    }
    if (best) {
      event.preventDefault();
      best.to.focus();
    }
  }
}
