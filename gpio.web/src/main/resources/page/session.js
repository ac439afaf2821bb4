// SPDX-License-Identifier: Apache-2.0
// Who looks at the page. The login is kept for this tab, until it is closed.

const KEY = 'edgepin.authorization';
const TOKEN = /^#token=(.+)$/;

export const session = {
  get authorization() {
    return sessionStorage.getItem(KEY);
  },

  useToken(token) {
    sessionStorage.setItem(KEY, `Bearer ${token}`);
  },

  /** As RFC 7617 says, in UTF-8. */
  usePassword(user, password) {
    const bytes = new TextEncoder().encode(`${user}:${password}`);
    sessionStorage.setItem(KEY, `Basic ${btoa(String.fromCharCode(...bytes))}`);
  },

  forget() {
    sessionStorage.removeItem(KEY);
  },

  /** What was there before an attempt that has failed. */
  restore(authorization) {
    if (authorization === null) {
      this.forget();
    } else {
      sessionStorage.setItem(KEY, authorization);
    }
  },
};

/** Takes a token that stands behind the # of the address and removes it from there and from the history. */
export function takeTokenFromAddress() {
  const match = TOKEN.exec(location.hash);
  if (!match) {
    return false;
  }
  history.replaceState(null, '', location.pathname + location.search);
  let token = match[1];
  try {
    token = decodeURIComponent(token);
  } catch {
    // Not encoded, so it is what it is.
  }
  session.useToken(token);
  return true;
}
