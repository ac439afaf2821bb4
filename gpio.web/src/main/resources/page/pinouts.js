// SPDX-License-Identifier: Apache-2.0
// What is printed on boards: which contact is where, and those that are no pins of the gateway's.

/** Contacts beside the pins: power, ground, and what belongs to another chip. */
const power = (text) => ({ kind: 'power', text });
const ground = { kind: 'ground', text: 'GND' };
const other = (text) => ({ kind: 'other', text });

const RASPBERRY_PI = {
  kind: 'header',
  what: 'pin header',
  contacts: {
    1: power('3.3 V'), 2: power('5 V'), 4: power('5 V'), 6: ground, 9: ground, 14: ground, 17: power('3.3 V'),
    20: ground, 25: ground, 30: ground, 34: ground, 39: ground,
  },
  size: (highest) => (highest > 26 || highest === 0 ? 40 : 26),
  /** By the pin's number, what else it can be. */
  also: {
    0: 'ID_SD', 1: 'ID_SC', 2: 'SDA', 3: 'SCL', 4: 'GPCLK0', 7: 'CE1', 8: 'CE0', 9: 'MISO', 10: 'MOSI', 11: 'SCLK',
    12: 'PWM0', 13: 'PWM1', 14: 'TXD', 15: 'RXD', 18: 'PCM_CLK', 19: 'PCM_FS', 20: 'PCM_DIN', 21: 'PCM_DOUT',
  },
};

const MATRIX_CREATOR = {
  kind: 'header',
  what: 'expansion header',
  contacts: {
    17: other('reserved'), 18: other('SCL'), 19: other('AD0'), 20: other('SDA'), 21: other('AD1'),
    22: power('3.3 V'), 23: ground, 24: ground, 25: power('5.5 V'), 26: power('5.5 V'),
  },
  size: () => 26,
  also: {},
};

const MATRIX_VOICE = {
  kind: 'header',
  what: 'expansion header',
  contacts: {
    17: other('ESP32 IO12'), 18: other('ESP32 IO27'), 19: power('3.3 V'), 20: other('ESP32 IO26'), 21: power('5 V'),
    22: other('ESP32 IO25'), 23: ground, 24: ground,
  },
  size: () => 24,
  also: {},
};

const GL20 = {
  kind: 'terminals',
  what: 'terminal block',
  contacts: { 8: ground, 9: ground },
  size: () => 10,
  also: {},
};

/** Any other board: its pins in a row. */
const STRIP = { kind: 'strip', what: 'pins', contacts: {}, size: () => 0, also: {} };

const MODELS = [
  [/raspberry pi/i, RASPBERRY_PI],
  [/matrix voice/i, MATRIX_VOICE],
  [/matrix/i, MATRIX_CREATOR],
  [/gl20/i, GL20],
];

/** The number of a pin's contact, which is in its position: "header pin 11", "header pin 8, UART TxD". */
function contactOf(pin) {
  const match = /\bpin (\d+)/.exec(pin.position);
  return match ? Number(match[1]) : undefined;
}

/**
 * Where each pin of a board is drawn: {kind, what, contacts: [{number, pin, fixed}], also}. A pin
 * that has no contact of its own, because its position is unknown or somebody else's, makes the
 * drawing a plain strip: better no picture than a wrong one.
 */
export function layout(board, pins) {
  const known = MODELS.find(([pattern]) => pattern.test(board.model))?.[1];
  const byContact = new Map();
  for (const pin of pins) {
    byContact.set(contactOf(pin), pin);
  }
  const fits = known && byContact.size === pins.length && !byContact.has(undefined) &&
    [...byContact.keys()].every((number) => !(number in known.contacts));
  if (!fits) {
    const sorted = [...pins].sort((one, two) => one.number - two.number);
    return { ...STRIP, contacts: sorted.map((pin) => ({ number: pin.number, pin })) };
  }
  const highest = Math.max(0, ...byContact.keys());
  const size = Math.max(known.size(highest), highest);
  // Terminals are counted from 0, as the board's pins are.
  const first = known.kind === 'terminals' ? 0 : 1;
  const contacts = [];
  for (let number = first; number < first + size; number += 1) {
    contacts.push({ number, pin: byContact.get(number), fixed: known.contacts[number] });
  }
  return { ...known, contacts };
}
