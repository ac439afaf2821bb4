// SPDX-License-Identifier: Apache-2.0
// Who are you: a token, or a user and a password.

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
    this.user = h('input', { type: 'text', autocomplete: 'username', autocapitalize: 'none', spellcheck: false });
    this.password = h('input', { type: 'password', autocomplete: 'current-password' });
    this.token = h('input', { type: 'password', autocomplete: 'off', spellcheck: false });
    this.submit = h('button', { type: 'submit', class: 'primary' }, 'Sign in');
    this.cancel = h('button', { type: 'button', class: 'quiet', onclick: () => this.dialog.close() }, 'Cancel');
    this.ways = ['Password', 'Token'].map((way) => h('input', {
      type: 'radio', name: 'way', value: way.toLowerCase(), onchange: () => this.#way(),
    }));
    this.ways[0].checked = true;
    this.byPassword = h('div', { class: 'fields' },
      h('label', {}, 'User', this.user), h('label', {}, 'Password', this.password));
    this.byToken = h('div', { class: 'fields' },
      h('label', {}, 'Token', this.token),
      h('p', { class: 'hint' }, 'The gateway prints one when it starts, in an address that signs you in.'));
    dialog.append(h('form', { method: 'dialog', onsubmit: (event) => this.#enter(event) },
      h('h2', { id: 'login-title' }, 'Sign in'),
      h('div', { class: 'choice', role: 'radiogroup', 'aria-label': 'How to sign in' },
        this.ways.map((way, index) => h('label', {}, way, ['User and password', 'Token'][index]))),
      this.byPassword, this.byToken, this.problem,
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
    return this.ways[1].checked;
  }

  #way() {
    this.byPassword.hidden = this.#byToken();
    this.byToken.hidden = !this.#byToken();
    this.user.required = this.password.required = !this.#byToken();
    this.token.required = this.#byToken();
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
      this.#complain(reasonOf(problem));
      (this.#byToken() ? this.token : this.password).focus();
    } finally {
      mark(this.submit, 'aria-busy', undefined);
      this.submit.disabled = false;
    }
  }
}

function reasonOf(problem) {
  switch (problem.status) {
    case 401:
      return 'Nobody has this login here.';
    case 429:
      return `Too many wrong logins from here.${problem.retryAfter ? ` Try again in ${problem.retryAfter} s.` : ''}`;
    case undefined:
      return 'The gateway does not answer.';
    default:
      return problem.message;
  }
}
