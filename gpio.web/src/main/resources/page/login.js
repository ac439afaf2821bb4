// SPDX-License-Identifier: Apache-2.0
// Who are you: a token, which every gateway has from its first start on, or a user and a password.

import { h, mark, say } from './dom.js';
import { session } from './session.js';
import { me } from './api.js';

export class LoginDialog {
  /** @param entered is called with {name, role} when somebody has logged in */
  constructor(dialog, entered) {
    this.dialog = dialog;
    this.entered = entered;
    this.problem = h('p', { class: 'problem', role: 'alert' });
    this.problem.hidden = true;
    this.user = h('input', { type: 'text', required: true, autocomplete: 'username', autocapitalize: 'none', spellcheck: false });
    this.password = h('input', { type: 'password', required: true, autocomplete: 'current-password' });
    this.token = h('input', { type: 'password', required: true, autocomplete: 'off', spellcheck: false });
    this.submit = h('button', { type: 'submit', class: 'primary' }, 'Sign in');
    this.cancel = h('button', { type: 'button', class: 'quiet', onclick: () => this.dialog.close() }, 'Cancel');
    this.ways = ['Token', 'Password'].map((way) => h('input', {
      type: 'radio', name: 'way', value: way.toLowerCase(), onchange: () => this.#way(),
    }));
    this.ways[0].checked = true;
    this.byPassword = h('div', { class: 'fields' },
      h('label', {}, 'User', this.user), h('label', {}, 'Password', this.password));
    this.byToken = h('div', { class: 'fields' },
      h('label', {}, 'Token', this.token),
      h('p', { class: 'hint' }, 'The gateway\'s first one is in its file etc/edgepin.token. The address that it prints when it starts has it at its end.'));
    this.fields = h('div', {});
    dialog.append(h('form', { method: 'dialog', onsubmit: (event) => this.#enter(event) },
      h('h2', { id: 'login-title' }, 'Sign in'),
      h('div', { class: 'choice', role: 'radiogroup', 'aria-label': 'How to sign in' },
        this.ways.map((way, index) => h('label', {}, way, ['Token', 'User and password'][index]))),
      this.fields, this.problem,
      h('p', { class: 'hint' }, 'Kept for this tab only, until you sign out or close it.'),
      h('div', { class: 'buttons' }, this.submit, this.cancel)));
    dialog.addEventListener('cancel', (event) => {
      if (this.required) {
        event.preventDefault();
      }
    });
    this.#way();
  }

  /** @param required whether nothing can be seen without a login */
  open(required, reason) {
    this.required = required;
    this.cancel.hidden = required;
    this.#complain(reason);
    if (!this.dialog.open) {
      this.dialog.showModal();
      (this.#byToken() ? this.token : this.user).focus();
    }
  }

  close() {
    this.dialog.close();
  }

  #byToken() {
    return this.ways[0].checked;
  }

  #way() {
    // Only one of them is there, so that a password manager does not take the one for the other.
    this.fields.replaceChildren(this.#byToken() ? this.byToken : this.byPassword);
  }

  #complain(reason) {
    say(this.problem, reason ?? '');
    this.problem.hidden = !reason;
  }

  async #enter(event) {
    event.preventDefault();
    const before = session.authorization;
    if (this.#byToken()) {
      session.useToken(this.token.value.trim());
    } else {
      session.usePassword(this.user.value, this.password.value);
    }
    mark(this.submit, 'aria-busy', 'true');
    this.submit.disabled = true;
    try {
      const caller = await me();
      this.password.value = '';
      this.token.value = '';
      this.#complain();
      this.dialog.close();
      this.entered(caller);
    } catch (problem) {
      session.restore(before);
      this.#complain(reasonOf(problem, this.#byToken()));
      (this.#byToken() ? this.token : this.password).focus();
    } finally {
      mark(this.submit, 'aria-busy', undefined);
      this.submit.disabled = false;
    }
  }
}

function reasonOf(problem, byToken) {
  switch (problem.status) {
    case 401:
      return byToken ? 'This gateway has no such token.' : 'This user and password are not right here.';
    case 429:
      return `Too many wrong logins from here.${problem.retryAfter ? ` Try again in ${problem.retryAfter} s.` : ''}`;
    case undefined:
      return 'The gateway does not answer.';
    default:
      return problem.message;
  }
}
