// SPDX-License-Identifier: Apache-2.0
// The chosen pins' levels over the last minute, as on a logic analyser. A gap is drawn as a gap.

import { h, hidden, mark, say, duration } from './dom.js';
import { levelWord, title } from './words.js';

const KEY = 'edgepin.trace';
const MOST = 16;
const AT_FIRST = 6;
const HEIGHT = 34;
const TOP = 7;
const BOTTOM = 27;
const MIN_TEXT = 34;
/** Milliseconds between two pictures, at least and at most; and for those who want it calm. */
const FASTEST = 33;
const SLOWEST = 200;
const CALM = 1000;
/** Milliseconds between two descriptions in words. */
const TOLD = 1000;

export class Trace {
  #rows = new Map();
  #chosen;
  #held;
  #due = false;
  #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #dark = matchMedia('(prefers-color-scheme: dark)');

  constructor(section, store) {
    this.store = store;
    this.rows = section.querySelector('#trace-rows');
    this.none = section.querySelector('#trace-none');
    this.axis = section.querySelector('#trace-axis');
    this.reading = section.querySelector('#trace-reading');
    this.add = section.querySelector('#trace-add');
    this.span = section.querySelector('#trace-span');
    this.holdButton = section.querySelector('#trace-hold');
    this.#chosen = readChoice();
    this.add.addEventListener('change', () => {
      const pin = this.add.value;
      this.add.value = '';
      if (pin) {
        this.choose(pin, true);
      }
    });
    this.span.addEventListener('change', () => this.#axis());
    this.holdButton.addEventListener('click', () => this.#hold());
    this.#dark.addEventListener('change', () => {
      this.colours = undefined;
      this.#soon();
    });
    // Asked for at each picture, a width would make the browser lay out the page first.
    this.sizes = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        const row = this.#rows.get(target.dataset.trace);
        if (row) {
          row.width = contentRect.width;
        }
      }
      this.#soon();
    });
    const tick = () => {
      if (this.#held === undefined) {
        this.#soon();
      }
      setTimeout(tick, this.#pause());
    };
    tick();
    this.#axis();
  }

  /** The picture is drawn anew when it has moved by a pixel. */
  #pause() {
    if (this.#calm.matches) {
      return CALM;
    }
    const [row] = this.#rows.values();
    const pixels = Math.max(1, (row?.width ?? 1) * (devicePixelRatio || 1));
    return Math.min(SLOWEST, Math.max(FASTEST, this.#span() / pixels));
  }

  #soon() {
    if (!this.#due && !document.hidden && this.#rows.size > 0) {
      this.#due = true;
      requestAnimationFrame(() => {
        this.#due = false;
        this.#draw();
      });
    }
  }

  has(pin) {
    return this.#chosen?.includes(pin) ?? false;
  }

  choose(pin, wanted) {
    const others = (this.#chosen ?? []).filter((other) => other !== pin);
    this.#chosen = wanted ? [...others, pin].slice(-MOST) : others;
    localStorage.setItem(KEY, JSON.stringify(this.#chosen));
    this.update();
  }

  /** Pins have come, gone, or been renamed. */
  update() {
    const used = [...this.store.pins.values()].filter((pin) => pin.settings.direction !== 'unused');
    // Until somebody chooses, the trace shows pins in use, so that there is something to see.
    const chosen = this.#chosen ?? someOfEach(used).map((pin) => pin.pin);
    for (const [id, row] of this.#rows) {
      if (!chosen.includes(id) || !this.store.pins.has(id)) {
        this.sizes.unobserve(row.canvas);
        row.element.remove();
        this.#rows.delete(id);
      }
    }
    let place = 0;
    for (const id of chosen) {
      const pin = this.store.pins.get(id);
      if (pin) {
        const row = this.#rows.get(id) ?? this.#row(id);
        // Only what is elsewhere is moved: a moved row would lose the focus.
        if (this.rows.children[place] !== row.element) {
          this.rows.insertBefore(row.element, this.rows.children[place] ?? null);
        }
        place += 1;
        say(row.id, pin.pin);
        say(row.name, pin.name || pin.label);
      }
    }
    this.none.hidden = this.#rows.size > 0;
    this.axis.hidden = this.#rows.size === 0;
    if (this.#chosen === undefined && used.length > 0) {
      this.#chosen = chosen;
    }
    this.#options(used);
    this.#soon();
  }

  #options(used) {
    const free = used.filter((pin) => !this.#rows.has(pin.pin));
    const shape = free.map(title).join('\n');
    if (this.add.dataset.shape !== shape) {
      this.add.dataset.shape = shape;
      this.add.replaceChildren(h('option', { value: '' }, 'Add a pin…'),
        ...free.map((pin) => h('option', { value: pin.pin }, title(pin))));
    }
  }

  #row(id) {
    const row = {
      id: h('span', { class: 'id' }),
      name: h('span', { class: 'name' }),
      count: h('span', { class: 'count' }),
      canvas: h('canvas', { role: 'img', 'aria-label': id, tabIndex: 0, 'data-trace': id }),
      width: 0,
      told: 0,
    };
    row.element = h('li', {},
      h('span', { class: 'who' }, row.id, row.name),
      row.canvas,
      row.count,
      h('button', {
        type: 'button', class: 'remove', onclick: () => {
          this.choose(id, false);
          this.add.focus();
        },
      }, hidden(`Take ${id} out of the trace`)));
    row.canvas.addEventListener('pointermove', (event) => this.#point(id, row, event.offsetX));
    row.canvas.addEventListener('pointerleave', () => this.#point(id, row, undefined));
    row.canvas.addEventListener('keydown', (event) => this.#step(id, row, event));
    row.canvas.addEventListener('blur', () => this.#point(id, row, undefined));
    this.#rows.set(id, row);
    this.sizes.observe(row.canvas);
    return row;
  }

  #span() {
    return Number(this.span.value);
  }

  #end() {
    return this.#held ?? this.store.now();
  }

  #hold() {
    this.#held = this.#held === undefined ? this.store.now() : undefined;
    mark(this.holdButton, 'aria-pressed', String(this.#held !== undefined));
    this.#soon();
  }

  #axis() {
    const span = this.#span();
    const marks = 4;
    this.axis.replaceChildren(...Array.from({ length: marks + 1 }, (_, index) => {
      const seconds = (span / 1000) * (1 - index / marks);
      return h('span', {}, index === marks ? 'now' : `−${Number(seconds.toFixed(1))} s`);
    }));
    this.#rows.forEach((row) => {
      row.told = 0;
    });
    this.#soon();
  }

  #draw() {
    this.colours ??= readColours();
    const end = this.#end();
    for (const [id, row] of this.#rows) {
      const history = this.store.histories.get(id);
      if (history) {
        if (this.#held === undefined) {
          history.trim(this.store.now());
        }
        this.#paint(row, history, end);
        this.#describe(id, row, history, end);
      }
    }
  }

  #describe(id, row, history, end) {
    const { edges, lost } = history.count(end - this.#span());
    say(row.count, lost ? `${edges} +${lost} lost` : String(edges));
    mark(row.element, 'data-lost', lost ? 'yes' : undefined);
    if (performance.now() - row.told < TOLD) {
      return;
    }
    row.told = performance.now();
    const pin = this.store.pins.get(id);
    mark(row.canvas, 'aria-label', `${title(pin)}: ${levelWord(pin.level)} now, ${edges} edges` +
      `${lost ? ` and ${lost} lost` : ''} in ${duration(this.#span())}. The left arrow key goes from edge to edge.`);
  }

  #paint(row, history, end) {
    const { canvas, width } = row;
    const ratio = devicePixelRatio || 1;
    if (width === 0) {
      return;
    }
    if (canvas.width !== Math.round(width * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(HEIGHT * ratio);
    }
    const paper = canvas.getContext('2d');
    paper.setTransform(ratio, 0, 0, ratio, 0, 0);
    paper.clearRect(0, 0, width, HEIGHT);
    const span = this.#span();
    const start = end - span;
    const x = (time) => ((time - start) / span) * width;
    const { colours } = this;
    paper.fillStyle = colours.grid;
    for (let index = 1; index < 4; index += 1) {
      paper.fillRect(Math.round((width * index) / 4), 0, 1, HEIGHT);
    }
    const { points } = history;
    const known = Math.min(this.store.until(), end);
    if (points.length === 0) {
      return;
    }
    this.#blank(paper, 0, x(points[0].time));
    const first = Math.max(0, history.at(start));
    let before;
    let busy = -1;
    for (let index = first; index < points.length && points[index].time <= end; index += 1) {
      const point = points[index];
      const from = Math.max(0, x(point.time));
      const to = Math.min(width, x(Math.min(points[index + 1]?.time ?? known, known)));
      if (point.level === null) {
        this.#gap(paper, from, to, point.lost);
      } else {
        this.#level(paper, point.level, from, to);
        const column = Math.floor(from);
        if (before !== undefined && before !== null && column !== busy) {
          paper.fillStyle = colours.line;
          paper.fillRect(from - 0.75, TOP - 1, 1.5, BOTTOM - TOP + 2);
          busy = column;
        }
      }
      before = point.level;
    }
    this.#gap(paper, Math.max(0, x(known)), width, 0);
    if (row.at !== undefined) {
      paper.fillStyle = colours.cursor;
      paper.fillRect(x(row.at) - 0.5, 0, 1, HEIGHT);
    }
  }

  #level(paper, level, from, to) {
    const { colours } = this;
    const y = level === 1 ? TOP : BOTTOM;
    if (level === 1) {
      paper.fillStyle = colours.fill;
      paper.fillRect(from, TOP, to - from, BOTTOM - TOP);
    }
    paper.fillStyle = level === 1 ? colours.high : colours.line;
    paper.fillRect(from, y - (level === 1 ? 1.25 : 0.75), Math.max(to - from, 0.5), level === 1 ? 2.5 : 1.5);
  }

  /** Nobody knows what happened there: hatched, with the number of edges lost. */
  #gap(paper, from, to, lost) {
    if (to - from <= 0.2) {
      return;
    }
    const { colours } = this;
    // A short one is drawn longer: it must not be overlooked.
    const width = Math.max(to - from, 7);
    paper.save();
    paper.beginPath();
    paper.rect(from, TOP - 3, width, BOTTOM - TOP + 6);
    paper.clip();
    paper.fillStyle = colours.gapFill;
    paper.fillRect(from, TOP - 3, width, BOTTOM - TOP + 6);
    paper.strokeStyle = colours.gap;
    paper.lineWidth = 1;
    paper.beginPath();
    for (let stripe = from - HEIGHT - ((from - HEIGHT) % 6); stripe < from + width; stripe += 6) {
      paper.moveTo(stripe, HEIGHT);
      paper.lineTo(stripe + HEIGHT, 0);
    }
    paper.stroke();
    paper.restore();
    if (lost > 0 && width >= MIN_TEXT) {
      const text = width >= 2 * MIN_TEXT ? `${lost} lost` : String(lost);
      paper.font = colours.font;
      paper.textAlign = 'center';
      paper.textBaseline = 'middle';
      const half = paper.measureText(text).width / 2 + 4;
      paper.fillStyle = colours.paper;
      paper.fillRect(from + width / 2 - half, 9, 2 * half, 16);
      paper.fillStyle = colours.gap;
      paper.fillText(text, from + width / 2, 17.5);
    }
  }

  /** Before the page was opened: nothing is claimed. */
  #blank(paper, from, to) {
    if (to > from) {
      paper.fillStyle = this.colours.grid;
      for (let dot = Math.max(0, from); dot < to; dot += 6) {
        paper.fillRect(dot, (TOP + BOTTOM) / 2, 2, 1);
      }
    }
  }

  #point(id, row, offset) {
    row.at = offset === undefined ? undefined : this.#end() - this.#span() * (1 - offset / row.width);
    this.#read(id, row);
    this.#soon();
  }

  /** The left and right arrow keys go from edge to edge. */
  #step(id, row, event) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const history = this.store.histories.get(id);
    if (!direction || !history || history.points.length === 0) {
      return;
    }
    event.preventDefault();
    if (this.#held === undefined) {
      this.#hold();
    }
    const now = history.at(row.at ?? this.#end());
    const next = row.at === undefined ? now : Math.min(history.points.length - 1, Math.max(0, now + direction));
    row.at = Math.max(history.points[next].time, this.#end() - this.#span());
    this.#read(id, row);
    this.#soon();
  }

  #read(id, row) {
    const history = this.store.histories.get(id);
    if (row.at === undefined || !history) {
      say(this.reading, '');
      return;
    }
    const index = history.at(row.at);
    const point = history.points[index];
    const ago = `${duration(Math.max(0, this.#end() - row.at))} ago`;
    if (!point || row.at > this.store.until()) {
      say(this.reading, `${id}, ${ago}: not known here`);
      return;
    }
    const next = history.points[index + 1];
    const length = `${next ? 'for' : 'since'} ${duration((next?.time ?? this.#end()) - point.time)}`;
    say(this.reading, point.level === null
      ? `${id}, ${ago}: gap ${length}${point.lost ? `, ${point.lost} edges lost` : ''}`
      : `${id}, ${ago}: ${levelWord(point.level)} ${length}`);
  }
}

/** The first pins in use of each board in turn. */
function someOfEach(pins) {
  const turn = (pin) => pins.filter((other) => other.board === pin.board).indexOf(pin);
  return [...pins].sort((one, two) => turn(one) - turn(two)).slice(0, AT_FIRST);
}

function readChoice() {
  try {
    const choice = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(choice) ? choice.filter((pin) => typeof pin === 'string').slice(0, MOST) : undefined;
  } catch {
    return undefined;
  }
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    grid: colour('line'), line: colour('trace'), high: colour('high'), fill: colour('high-soft'), gap: colour('gap'),
    gapFill: colour('gap-soft'), paper: colour('surface'), cursor: colour('ink'), font: `11px ${colour('mono')}`,
  };
}
