// SPDX-License-Identifier: Apache-2.0
// The REST API, as /gpio/api/openapi.yaml describes it.

import { session } from './session.js';

const BASE = new URL('api/', import.meta.url);

/** What the gateway refuses, in the words of its application/problem+json. */
export class Refusal extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail || problem.title || `the gateway answers ${status}`);
    this.status = status;
    this.field = problem.field;
    this.expected = problem.expected;
    this.retryAfter = retryAfter;
  }

  static async of(response) {
    let problem = {};
    if (/json/.test(response.headers.get('Content-Type') ?? '')) {
      problem = await response.json().catch(() => ({}));
    }
    return new Refusal(response.status, problem, Number(response.headers.get('Retry-After')) || undefined);
  }
}

/** Nothing goes along that the browser keeps of its own: no cookie, and no password that it was told elsewhere. */
export function request(path, { method = 'GET', headers = {}, body, signal } = {}) {
  const all = new Headers({ Accept: 'application/json', 'X-Requested-With': 'edgepin', ...headers });
  if (session.authorization) {
    all.set('Authorization', session.authorization);
  }
  if (body !== undefined) {
    all.set('Content-Type', 'application/json');
  }
  return fetch(new URL(path, BASE), {
    method,
    headers: all,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
    credentials: 'omit',
    cache: 'no-store',
  });
}

async function call(path, options) {
  const response = await request(path, options);
  if (!response.ok) {
    throw await Refusal.of(response);
  }
  return { content: await response.json(), tag: response.headers.get('ETag') };
}

const pinPath = (pin) => `pins/${pin.split('/').map(encodeURIComponent).join('/')}`;

export const me = async () => (await call('me')).content;
export const readBoard = async (board) => (await call(`pins?board=${encodeURIComponent(board)}`)).content;
export const readPin = async (pin) => (await call(pinPath(pin))).content;
export const readSettings = (pin) => call(`${pinPath(pin)}/settings`);
export const write = async (pin, level) =>
  (await call(`${pinPath(pin)}/level`, { method: 'PUT', body: { level } })).content;

/** Refused with status 412 if somebody else has changed the settings since the tag was read. */
export const configure = (pin, change, tag) =>
  call(`${pinPath(pin)}/settings`, { method: 'PATCH', body: change, headers: tag ? { 'If-Match': tag } : {} });

export const events = (headers, signal) =>
  request('events', { headers: { ...headers, Accept: 'text/event-stream' }, signal });
