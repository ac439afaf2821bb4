// SPDX-License-Identifier: Apache-2.0
// One pin: what is known of it, and its settings to change.

import { h, mark, moment, say } from './dom.js';
import { configure, readSettings } from './api.js';
import { fileOf, levelWord, sensing, whyNotConfigure, whyNotWrite } from './words.js';

const WORDS = {
  input: 'Input', output: 'Output', unused: 'Not used',
  'as-is': 'as it is', disabled: 'none', 'pull-up': 'pull-up', 'pull-down': 'pull-down',
  'push-pull': 'push-pull', 'open-drain': 'open drain (open collector)', 'open-source': 'open source (open emitter)',
  both: 'both', rising: 'rising', falling: 'falling', none: 'none',
};
const word = (value) => WORDS[value] ?? value;

export class Details {
  #id;
  #tag;
  #settings;
  #facts = new Map();

  /** @param page {store, role(), connected()}; actions {toggle(pin), say(text)}; trace a Trace */
  constructor(dialog, page, actions, trace) {
    this.dialog = dialog;
    this.page = page;
    this.actions = actions;
    this.trace = trace;
    this.#build();
    // A click beside the drawer closes it.
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
    dialog.addEventListener('close', () => {
      this.#id = undefined;
    });
  }

  async open(id) {
    this.#id = id;
    this.#settings = undefined;
    this.#complain();
    this.form.hidden = true;
    this.update();
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    await this.#load();
  }

  /** The pin, its board, the connection or who looks has changed. */
  update() {
    const pin = this.page.store.pins.get(this.#id);
    if (!pin) {
      if (this.#id) {
        this.dialog.close();
      }
      return;
    }
    const board = this.page.store.boards.get(pin.board);
    const context = { pin, board, role: this.page.role(), connected: this.page.connected() };
    say(this.id, pin.pin);
    say(this.title, pin.name || pin.label || pin.pin);
    this.simulated.hidden = !board?.simulated;
    this.#level(context);
    this.#fact('Level', this.#levelText(pin));
    this.#fact('Driven', pin.driven === null ? '' : levelWord(pin.driven));
    this.#fact('Problem', pin.problem ?? '');
    this.#fact('Connector', [pin.label, pin.position].filter(Boolean).join(', '));
    this.#fact('Changes seen', pin.settings.direction === 'unused' ? '' : sensing(pin.sensing));
    this.#fact('Last edge', pin.last_edge === null ? '' : edgeText(pin));
    this.#fact('Line held by', pin.consumer ?? 'nobody');
    this.tracing.checked = this.trace.has(pin.pin);
    this.tracing.disabled = pin.settings.direction === 'unused';
    const obstacle = whyNotConfigure(context);
    say(this.obstacle, obstacle ?? '');
    this.obstacle.hidden = !obstacle;
    mark(this.obstacle, 'data-locked', pin.locked || undefined);
    this.fields.disabled = Boolean(obstacle) || this.saving === true;
    this.save.disabled = this.fields.disabled;
    say(this.kept, board && !obstacle ? `Saved in ${fileOf(board)} and in force at once.` : '');
  }

  #levelText(pin) {
    if (pin.settings.direction === 'unused') {
      return 'not used';
    }
    return pin.level === null ? 'unknown' : levelWord(pin.level);
  }

  #level(context) {
    const { pin } = context;
    const output = pin.settings.direction === 'output';
    mark(this.level, 'data-level', pin.level === null || pin.settings.direction === 'unused' ? 'unknown' : pin.level);
    say(this.level, this.#levelText(pin));
    this.toggle.hidden = !output;
    const obstacle = whyNotWrite(context);
    mark(this.toggle, 'aria-disabled', obstacle ? 'true' : undefined);
    this.toggle.title = obstacle ?? '';
    say(this.toggle, pin.level === 1 ? 'Drive LOW' : 'Drive HIGH');
  }

  #fact(name, text) {
    const fact = this.#facts.get(name);
    fact.row.hidden = text === '';
    say(fact.value, text);
  }

  async #load() {
    const id = this.#id;
    try {
      const { content, tag } = await readSettings(id);
      if (id === this.#id) {
        this.#tag = tag;
        this.#settings = content;
        this.#fill(content);
        this.form.hidden = false;
        this.update();
      }
    } catch (problem) {
      if (id === this.#id) {
        this.#complain(problem.message);
      }
    }
  }

  #build() {
    this.title = h('h2', { id: 'details-title' });
    this.id = h('span', { class: 'id' });
    this.simulated = h('span', { class: 'simulated' }, 'simulated');
    this.level = h('span', { class: 'level big' });
    this.toggle = h('button', { type: 'button', onclick: () => this.actions.toggle(this.#id) });
    this.tracing = h('input', {
      type: 'checkbox', onchange: () => this.trace.choose(this.#id, this.tracing.checked),
    });
    const facts = h('dl', { class: 'facts' });
    for (const name of ['Level', 'Driven', 'Problem', 'Connector', 'Changes seen', 'Last edge', 'Line held by']) {
      const fact = { value: h('dd', {}) };
      fact.row = h('div', { 'data-fact': name }, h('dt', {}, name), fact.value);
      this.#facts.set(name, fact);
      facts.append(fact.row);
    }
    // The level stands above, large; the list says it to those who hear it.
    this.#facts.get('Level').row.classList.add('vh');
    this.level.setAttribute('aria-hidden', 'true');
    this.obstacle = h('p', { class: 'obstacle' });
    this.problem = h('p', { class: 'problem', role: 'alert' });
    this.#buildForm();
    this.dialog.append(h('div', { class: 'inside' },
      h('header', {},
        h('div', {}, h('p', { class: 'over' }, this.id, ' ', this.simulated), this.title),
        h('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => this.dialog.close() })),
      h('div', { class: 'now' }, this.level, this.toggle, h('label', { class: 'check' }, this.tracing, 'Trace')),
      facts, this.obstacle, this.form, this.problem));
  }

  #buildForm() {
    this.name = h('input', { type: 'text', maxLength: 64, autocomplete: 'off', spellcheck: false });
    this.uses = ['input', 'output', 'unused'].map((use) => h('input', {
      type: 'radio', name: 'use', value: use, onchange: () => this.#uses(),
    }));
    this.bias = h('select');
    this.edges = h('select');
    this.debounce = h('input', { type: 'number', min: 0, max: 10_000_000, step: 1, inputMode: 'numeric' });
    this.drive = h('select');
    this.initial = h('select');
    const field = (label, control, ...more) => h('label', {}, label, control, ...more);
    this.rows = {
      bias: field('Bias', this.bias),
      edges: field('Edges to report', this.edges),
      debounce: field('Debounce, µs', this.debounce),
      drive: field('Drive', this.drive),
      initial: field('Level at start', this.initial),
    };
    this.save = h('button', { type: 'submit', class: 'primary' }, 'Save');
    this.kept = h('p', { class: 'hint' });
    this.fields = h('fieldset', {},
      h('legend', {}, 'Settings'),
      field('Name', this.name),
      h('div', { class: 'choice', role: 'radiogroup', 'aria-label': 'Use' },
        this.uses.map((radio) => h('label', {}, radio, word(radio.value)))),
      Object.values(this.rows));
    this.form = h('form', { onsubmit: (event) => this.#submit(event) },
      this.fields, h('div', { class: 'buttons' }, this.save), this.kept);
  }

  #fill(settings) {
    const pin = this.page.store.pins.get(this.#id);
    const { capabilities } = pin;
    this.name.value = settings.name;
    for (const radio of this.uses) {
      radio.checked = radio.value === settings.direction;
      const able = radio.value === 'unused' || capabilities.directions.includes(radio.value);
      radio.disabled = !able;
      radio.parentElement.classList.toggle('unable', !able);
      radio.parentElement.title = able ? '' : `The board is not made to use this pin as an ${radio.value}.`;
    }
    options(this.bias, capabilities.biases, settings.bias);
    options(this.edges, EDGES[capabilities.edges], settings.edges);
    options(this.drive, capabilities.drives, settings.drive);
    options(this.initial, ['', '0', '1'], settings.initial === null ? '' : String(settings.initial ?? ''));
    this.debounce.value = settings.debounce_us ?? 0;
    this.debounce.disabled = !capabilities.debounce;
    this.#uses();
  }

  #use() {
    return this.uses.find((radio) => radio.checked)?.value;
  }

  #uses() {
    const use = this.#use();
    this.rows.bias.hidden = use === 'unused';
    this.rows.edges.hidden = this.rows.debounce.hidden = use !== 'input';
    this.rows.drive.hidden = this.rows.initial.hidden = use !== 'output';
  }

  /** Only what differs: the rest stays as it is, or becomes what the board would choose. */
  #change() {
    const before = this.#settings;
    const use = this.#use();
    const wanted = { name: this.name.value.trim(), direction: use };
    if (use !== 'unused') {
      wanted.bias = this.bias.value;
    }
    if (use === 'input') {
      wanted.edges = this.edges.value;
      wanted.debounce_us = Number(this.debounce.value);
    }
    if (use === 'output') {
      wanted.drive = this.drive.value;
      wanted.initial = this.initial.value === '' ? null : Number(this.initial.value);
    }
    return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== before[key]));
  }

  async #submit(event) {
    event.preventDefault();
    const id = this.#id;
    const change = this.#change();
    this.#complain();
    if (Object.keys(change).length === 0) {
      this.dialog.close();
      return;
    }
    this.saving = true;
    mark(this.save, 'aria-busy', 'true');
    this.update();
    try {
      await configure(id, change, this.#tag);
      this.actions.say(`${id} is saved.`);
      if (this.#id === id) {
        this.dialog.close();
      }
    } catch (problem) {
      if (problem.status === 412) {
        await this.#load();
        this.#complain('Somebody else has changed this pin in the meantime. These are its settings now; change them again.');
      } else {
        this.#complain(problem.message, problem.field, problem.expected);
      }
    } finally {
      this.saving = false;
      mark(this.save, 'aria-busy', undefined);
      this.update();
    }
  }

  #complain(reason, field, expected) {
    const controls = {
      name: this.name, bias: this.bias, edges: this.edges, debounce_us: this.debounce, drive: this.drive,
      initial: this.initial,
    };
    Object.values(controls).forEach((control) => mark(control, 'aria-invalid', undefined));
    mark(controls[field] ?? this.problem, 'aria-invalid', controls[field] ? 'true' : undefined);
    say(this.problem, reason ? `${reason}${expected ? `. Right would be: ${expected}` : ''}` : '');
    this.problem.hidden = !reason;
  }
}

/** Which edges can be asked for, by what the pin can report. */
const EDGES = {
  both: ['both', 'rising', 'falling', 'none'], rising: ['rising', 'none'], falling: ['falling', 'none'], none: ['none'],
};
const STARTS = { '': 'the level that it has', 0: 'LOW', 1: 'HIGH' };

function options(select, values, chosen) {
  select.replaceChildren(...values.map((value) =>
    h('option', { value, selected: value === chosen }, STARTS[value] ?? word(value))));
}

const edgeText = (pin) => `${moment(Date.parse(pin.last_edge))}, number ${pin.sequence}`;
