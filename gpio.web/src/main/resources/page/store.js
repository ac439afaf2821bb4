// SPDX-License-Identifier: Apache-2.0
// What the page knows of boards and pins, kept up to date by the gateway's events.

import { History, WINDOW } from './history.js';

/**
 * Boards and pins in the form of the API. A pin whose board is away stays, with an unknown level.
 *
 * Tells its listeners in at most one call for each frame: changed({boards, pins}) with the names of
 * what has changed, and at once, for the log: happened({time, kind, pin or board, …}).
 */
export class Store {
  boards = new Map();
  pins = new Map();
  histories = new Map();
  /** How far the gateway's clock is ahead of ours, in milliseconds. */
  ahead = 0;
  connected = false;
  #listeners = [];
  #loggers = [];
  #dirty = { boards: new Set(), pins: new Set() };
  #waiting = false;
  #aliveAt = 0;
  /** Events were missed, and the snapshot that tells which is still to come. */
  #missing = false;

  onChange(listener) {
    this.#listeners.push(listener);
  }

  onEvent(logger) {
    this.#loggers.push(logger);
  }

  /** The time on the gateway's clock. */
  now() {
    return Date.now() + this.ahead;
  }

  /** The stream has said something: up to now nothing is missing, unless it has said that something is. */
  alive() {
    if (!this.#missing) {
      this.#aliveAt = this.now();
    }
  }

  pinsOf(board) {
    return [...this.pins.values()].filter((pin) => pin.board === board);
  }

  /** Takes an event of the stream. */
  apply(type, data) {
    switch (type) {
      case 'snapshot':
        return this.#snapshot(data);
      case 'edge':
        return this.#edge(data);
      case 'gap':
        return this.#gap(data);
      case 'pin':
        return this.#pin(data);
      case 'board':
        return this.#board(data);
      case 'missed':
        this.#missing = true;
        return this.#log({ time: this.now(), kind: 'missed', reason: data.reason, count: data.count });
      default:
        // The API says that types may be added.
        return undefined;
    }
  }

  /** Up to when the levels are known: now, or the last sign of life of a connection that is lost. */
  until() {
    return this.connected ? this.now() : this.#aliveAt;
  }

  /** A pin was read. If the answer is ahead of the stream, the edges in between are still to come. */
  refresh(pin) {
    const known = this.pins.get(pin.pin);
    if (known) {
      this.#update(known, pin);
    }
  }

  /** A board has come back, and its pins were read. */
  refreshBoard(pins) {
    const now = this.now();
    pins.forEach((pin) => this.#take(pin, now));
  }

  #snapshot({ boards, pins, time }) {
    if (time) {
      this.ahead = Date.parse(time) - Date.now();
    }
    const now = this.now();
    const present = new Set(boards.map((board) => board.name));
    for (const name of [...this.boards.keys()].filter((name) => !present.has(name))) {
      this.#forget(name);
    }
    for (const board of boards) {
      this.#status(board);
    }
    for (const pin of pins) {
      this.#take(pin, now);
    }
    this.#missing = false;
  }

  #edge({ pin: id, level, time, sequence }) {
    const pin = this.pins.get(id);
    if (!pin || sequence <= pin.sequence) {
      return;
    }
    const at = Date.parse(time);
    const missing = sequence - pin.sequence - 1;
    const history = this.#history(id);
    if (missing > 0) {
      history.gap(missing);
      this.#log({ time: at, kind: 'gap', pin: id, count: missing, place: 'page' });
    }
    history.edge(level, at);
    history.trim(this.now());
    Object.assign(pin, { level, sequence, last_edge: time });
    if (pin.driven !== null) {
      // They differ only while the pin has a problem, and of that a pin event tells.
      pin.driven = level;
    }
    this.#log({ time: at, kind: 'edge', pin: id, level, sequence });
    this.#touchPin(id);
  }

  #gap({ pin: id, first, count, place, time }) {
    const pin = this.pins.get(id);
    if (!pin || first + count - 1 <= pin.sequence) {
      return;
    }
    this.#history(id).gap(count);
    pin.sequence = first + count - 1;
    this.#log({ time: Date.parse(time), kind: 'gap', pin: id, count, place });
    this.#touchPin(id);
    this.needsLook?.(id);
  }

  #pin(pin) {
    const before = this.pins.get(pin.pin);
    if (before) {
      this.#log({ time: this.now(), kind: 'pin', pin: pin.pin, problem: pin.problem });
      this.#update(before, pin);
    } else {
      this.#take(pin, this.now());
    }
  }

  /** Edges up to the sequence of what was read may still be on their way here: then they bring the level. */
  #update(before, pin) {
    if (pin.sequence > before.sequence && before.level !== null && pin.level !== null) {
      const { level, sequence, last_edge: edge } = before;
      Object.assign(before, pin, { level, sequence, last_edge: edge });
      this.#touchPin(pin.pin);
    } else {
      this.#take(pin, this.now());
    }
  }

  #board(board) {
    const before = this.boards.get(board.name);
    if (board.state === 'removed') {
      this.#forget(board.name);
    } else {
      this.#status(board);
    }
    if (!before || before.state !== board.state || before.problem !== board.problem) {
      this.#log({ time: this.now(), kind: 'board', board: board.name, state: board.state, problem: board.problem });
    }
    if (board.state === 'up' && before?.state !== 'up') {
      this.needsBoard?.(board.name);
    }
  }

  #status(board) {
    this.boards.set(board.name, board);
    this.#dirty.boards.add(board.name);
    if (board.state === 'away') {
      for (const pin of this.pinsOf(board.name)) {
        this.#history(pin.pin).unknown(this.now(), 0);
        pin.level = null;
        pin.driven = null;
        this.#dirty.pins.add(pin.pin);
      }
    }
    this.#later();
  }

  #forget(name) {
    for (const pin of this.pinsOf(name)) {
      this.pins.delete(pin.pin);
      this.#history(pin.pin).unknown(this.now(), 0);
    }
    this.boards.delete(name);
    this.#dirty.boards.add(name);
    this.#later();
  }

  /** Takes what is known of a pin now, and finds out by its sequence whether edges were missed. */
  #take(pin, now) {
    const before = this.pins.get(pin.pin);
    const history = this.#history(pin.pin);
    const up = Date.parse(this.boards.get(pin.board)?.since) || now;
    const edge = Math.max(pin.last_edge === null ? 0 : Date.parse(pin.last_edge), up, now - WINDOW);
    const missed = before ? pin.sequence - before.sequence : 0;
    if (before && missed !== 0) {
      const lost = Math.max(0, missed);
      history.unknown(Math.min(now, Math.max(this.#aliveAt, history.points.at(-1)?.time ?? 0)), lost);
      if (lost > 0) {
        this.#log({ time: now, kind: 'gap', pin: pin.pin, count: lost, place: 'connection' });
      }
    }
    if (pin.level === null) {
      history.unknown(now, 0);
    } else {
      history.known(pin.level, now, Math.min(edge, now));
    }
    history.trim(now);
    this.pins.set(pin.pin, pin);
    this.#touchPin(pin.pin);
    if (!before) {
      this.#dirty.boards.add(pin.board);
    }
  }

  #history(id) {
    let history = this.histories.get(id);
    if (!history) {
      history = new History();
      this.histories.set(id, history);
    }
    return history;
  }

  #log(entry) {
    this.#loggers.forEach((logger) => logger(entry));
  }

  #touchPin(id) {
    this.#dirty.pins.add(id);
    this.#later();
  }

  #later() {
    if (!this.#waiting) {
      this.#waiting = true;
      requestAnimationFrame(() => {
        this.#waiting = false;
        const changes = this.#dirty;
        this.#dirty = { boards: new Set(), pins: new Set() };
        this.#listeners.forEach((listener) => listener(changes));
      });
    }
  }
}
