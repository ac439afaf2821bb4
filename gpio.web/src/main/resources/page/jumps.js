// SPDX-License-Identifier: Apache-2.0
// Where all is below each other, as on a phone: a short way to each board, the trace and the events.

import { h, mark, say } from './dom.js';

const bar = document.getElementById('jump');
const others = [['Trace', 'trace'], ['Events', 'events']];

/** @param boards the elements of the boards, in their order */
export function fillJumps(boards) {
  const places = [
    ...boards.map((board) => ({ text: board.querySelector('h2').textContent, id: board.id, state: board.dataset.state })),
    ...others.map(([text, id]) => ({ text, id })),
  ];
  if ([...bar.children].map((link) => link.getAttribute('href')).join() !== places.map(({ id }) => `#${id}`).join()) {
    bar.replaceChildren(...places.map(({ id }) => h('a', { href: `#${id}` })));
  }
  places.forEach(({ text, state }, index) => {
    say(bar.children[index], state === 'away' ? `${text}, away` : text);
    mark(bar.children[index], 'data-state', state);
  });
  bar.hidden = boards.length === 0;
}
