// SPDX-License-Identifier: Apache-2.0
// The dashboard: who looks, the stream of events, and what it changes on the page.

import { events, me, readBoard, readPin, Refusal, write } from './api.js';
import { Boards } from './boards.js';
import { Details } from './details.js';
import { h, mark, say } from './dom.js';
import { Log } from './log.js';
import { LoginDialog } from './login.js';
import { session, takeTokenFromAddress } from './session.js';
import { Store } from './store.js';
import { EventStream } from './stream.js';
import { Trace } from './trace.js';
import { levelWord, title, whyNotWrite } from './words.js';

/** The gateway says at least every 15 seconds that it lives. */
const SILENCE = 40_000;
const MOST_MESSAGES = 3;

const element = (id) => document.getElementById(id);

const store = new Store();
let caller;
let stream;
let countdown;
/** Whether the login is a token that stood in the address and was not used before. */
let fromAddress = false;

const page = { store, role: () => caller?.role ?? '', connected: () => store.connected };
const actions = { open: (pin) => details.open(pin), toggle, say: message };
const boards = new Boards(element('boards'), page, actions);
const trace = new Trace(element('trace'), store);
const details = new Details(element('details'), page, actions, trace);
const log = new Log(document.querySelector('.log'));
const login = new LoginDialog(element('login'), (who) => {
  caller = who;
  start();
});

store.onChange((changes) => {
  boards.show(changes);
  trace.update();
  details.update();
});
store.onEvent((entry) => {
  log.add(entry);
  if (entry.kind === 'board') {
    message(`Board ${entry.board} is ${entry.state}${entry.problem ? `: ${entry.problem}` : '.'}`, entry.problem ? 'problem' : 'note');
  }
});
store.needsLook = (pin) => quietly(async () => store.refresh(await readPin(pin)));
store.needsBoard = (board) => quietly(async () => store.refreshBoard(await readBoard(board)));

/** A look that fails is no news: the stream or the next look tells why. */
async function quietly(look) {
  try {
    await look();
  } catch (problem) {
    if (!(problem instanceof Refusal) && !(problem instanceof TypeError)) {
      throw problem;
    }
  }
}

async function toggle(id) {
  const pin = store.pins.get(id);
  const obstacle = whyNotWrite({ pin, board: store.boards.get(pin.board), role: page.role(), connected: page.connected() });
  if (obstacle) {
    message(obstacle, 'problem');
    return;
  }
  // What it drives counts, not what it reads: an output held by somebody else is driven the other way.
  const level = (pin.driven ?? pin.level) === 1 ? 0 : 1;
  try {
    await write(id, level);
    const now = await readPin(id);
    store.refresh(now);
    if (now.driven === level && now.level !== null && now.level !== level) {
      message(`${title(pin)} is driven ${levelWord(level)} but reads ${levelWord(now.level)}.`, 'problem');
    }
  } catch (problem) {
    message(`${title(pin)} was not switched: ${problem instanceof TypeError ? 'the gateway does not answer' : problem.message}`, 'problem');
    if (problem.status === 401) {
      askWho();
    }
  }
}

function message(text, kind = 'note') {
  const messages = element('messages');
  const box = h('div', { class: `message ${kind}` }, h('p', {}, text),
    h('button', { type: 'button', class: 'close', 'aria-label': 'Dismiss', onclick: () => box.remove() }));
  messages.append(box);
  while (messages.childElementCount > MOST_MESSAGES) {
    messages.firstElementChild.remove();
  }
  if (kind === 'note') {
    setTimeout(() => box.remove(), 6000);
  }
  placeMessages();
}

/** An open dialog is above all else, so messages go into it, and out of it when it closes. */
function placeMessages() {
  (document.querySelector('dialog[open]') ?? document.body).append(element('messages'));
}

function connection(state, text, wait = '') {
  const shown = element('connection');
  mark(shown, 'data-state', state);
  say(shown.querySelector('.what'), text);
  // Each second anew, so not for those who would hear it.
  say(shown.querySelector('.wait'), wait);
  // Whoever has the tabs of several gateways sees which is which, and which has gone.
  document.title = `${state === 'lost' ? 'Lost: ' : ''}Edgepin ${location.host}`;
  if (document.body.dataset.connection !== state) {
    store.connected = state === 'live';
    mark(document.body, 'data-connection', state);
    element('stale').hidden = state === 'live' || store.boards.size === 0;
    boards.showAll();
    details.update();
  }
}

function who() {
  say(element('who'), caller ? `${caller.name.replace(/^token:/, 'token ')}, ${caller.role}` : '');
  const button = element('session');
  button.hidden = false;
  say(button, session.authorization ? 'Sign out' : 'Sign in');
}

function askWho(reason) {
  stream?.stop();
  clearInterval(countdown);
  caller = undefined;
  who();
  boards.say('Sign in to see the boards.');
  connection('out', 'Signed out');
  login.open(true, reason);
}

async function start() {
  stream?.stop();
  clearInterval(countdown);
  connection('connecting', 'Connecting…');
  boards.say('Looking for boards…');
  stream = new EventStream(events, SILENCE, {
    open: async () => {
      clearInterval(countdown);
      fromAddress = false;
      await quietly(async () => {
        caller = await me();
      });
      who();
      connection('live', 'Live');
      boards.say('No board is configured. A file etc/org.edgepin.gpio.sim-main.cfg makes a simulated one.');
    },
    alive: () => store.alive(),
    event: ({ type, data }) => store.apply(type, JSON.parse(data)),
    lost: (pause, reason) => {
      const at = Date.now() + pause;
      const tell = () => connection('lost', `Lost: ${reason}.`, `Next try in ${Math.max(0, Math.ceil((at - Date.now()) / 1000))} s`);
      clearInterval(countdown);
      countdown = setInterval(tell, 1000);
      tell();
    },
    refused: async (response) => {
      const refusal = await Refusal.of(response);
      const tried = session.authorization !== null;
      session.forget();
      askWho(tried ? whyRefused(refusal) : undefined);
    },
  });
}

/** Why a login that nobody has typed in just now is refused. */
function whyRefused(refusal) {
  if (refusal.status !== 401) {
    return refusal.message;
  }
  return fromAddress
    ? 'This gateway does not know the token in the address: it is another gateway\'s, or it has been revoked.'
    : 'You have been signed out: the token was revoked, or the password changed.';
}

element('session').addEventListener('click', () => {
  if (session.authorization) {
    session.forget();
    location.reload();
  } else {
    login.open(false);
  }
});
document.querySelectorAll('dialog').forEach((dialog) => dialog.addEventListener('close', placeMessages));
addEventListener('online', () => stream?.hurry());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    stream?.hurry();
  }
});
// A token for a page that is open already.
addEventListener('hashchange', () => {
  if (takeTokenFromAddress()) {
    fromAddress = true;
    login.close();
    start();
  }
});

fromAddress = takeTokenFromAddress();
start();
