// SPDX-License-Identifier: Apache-2.0
// What has happened, newest first: the trace in words, for all pins.

import { clock, h } from './dom.js';
import { PLACES, levelWord } from './words.js';

const MOST = 200;
const MISSED = {
  slow: 'this page was too slow for the gateway',
  forgotten: 'the gateway does not remember how far this page was',
  restarted: 'this part of the gateway has been started anew',
};

export class Log {
  #waiting = [];
  #timer;

  constructor(section) {
    this.list = section.querySelector('#log');
    this.none = section.querySelector('#log-none');
  }

  add(entry) {
    this.#waiting.push(entry);
    if (this.#waiting.length > MOST) {
      this.#waiting.shift();
    }
    this.#timer ??= setTimeout(() => this.#flush(), 200);
  }

  #flush() {
    this.#timer = undefined;
    const held = this.list.scrollTop > 0 ? this.list.scrollHeight - this.list.scrollTop : undefined;
    this.list.prepend(...this.#waiting.reverse().map(line));
    this.#waiting = [];
    while (this.list.childElementCount > MOST) {
      this.list.lastElementChild.remove();
    }
    this.list.hidden = false;
    this.none.hidden = true;
    if (held !== undefined) {
      // Whoever has scrolled back goes on reading the same lines.
      this.list.scrollTop = this.list.scrollHeight - held;
    }
  }
}

function line(entry) {
  return h('li', { 'data-kind': entry.kind },
    h('time', { dateTime: new Date(entry.time).toISOString() }, clock(entry.time)),
    h('span', { class: 'subject' }, entry.pin ?? entry.board ?? ''),
    h('span', { class: 'what' }, what(entry)));
}

function what(entry) {
  switch (entry.kind) {
    case 'edge':
      return `${entry.level === 1 ? '↑' : '↓'} ${levelWord(entry.level)} #${entry.sequence}`;
    case 'gap':
      return `gap: ${entry.count} ${entry.count === 1 ? 'edge' : 'edges'} lost ${PLACES[entry.place] ?? ''}`;
    case 'pin':
      return entry.problem ? `problem: ${entry.problem}` : 'settings changed';
    case 'board':
      return `${entry.state}${entry.problem ? `: ${entry.problem}` : ''}`;
    case 'missed':
      return `Events are missing here: ${MISSED[entry.reason] ?? entry.reason}`;
    default:
      return entry.text ?? '';
  }
}
