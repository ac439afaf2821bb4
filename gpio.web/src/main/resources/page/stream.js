// SPDX-License-Identifier: Apache-2.0
// Server-sent events by fetch, which unlike EventSource can send an Authorization header.

/** Takes the text of an event stream in pieces of any size and gives its events, as the HTML standard says. */
export class EventParser {
  #rest = '';
  #data = [];
  #type = '';
  #id = '';

  constructor(emit) {
    this.emit = emit;
  }

  feed(text) {
    this.#rest += text;
    // A carriage return at the very end may be the first half of a line's end.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    lines.forEach((line) => this.#line(line));
  }

  #line(line) {
    if (line === '') {
      if (this.#data.length > 0) {
        this.emit({ type: this.#type || 'message', data: this.#data.join('\n'), id: this.#id });
      }
      this.#data = [];
      this.#type = '';
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'event') {
      this.#type = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
    }
  }
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * Keeps an event stream open: after an end, an error or a silence it connects again, with pauses that
 * grow up to ten seconds, and names the last event that it has, so that the server goes on after it.
 *
 * Calls open(), event({type, data, id}), alive() after whatever comes, lost(pause, reason) before each pause, and refused(response)
 * for an answer that a further attempt would not change; then it stops.
 */
export class EventStream {
  #stopped = false;
  #abort = new AbortController();
  #wake = () => {};
  #lastId = '';

  /**
   * @param request does the fetch: (headers, signal) => Promise<Response>
   * @param silence milliseconds without a byte after which the connection counts as dead
   */
  constructor(request, silence, handlers) {
    this.request = request;
    this.silence = silence;
    this.handlers = handlers;
    this.#run();
  }

  stop() {
    this.#stopped = true;
    this.#abort.abort();
    this.#wake();
  }

  /** Ends a pause: the device is online again, or somebody looks at the page again. */
  hurry() {
    this.#wake();
  }

  async #run() {
    let pause = FIRST_PAUSE;
    while (!this.#stopped) {
      let reason = 'the gateway has closed the connection';
      let wanted = 0;
      this.#abort = new AbortController();
      const watch = this.#watchdog();
      try {
        const headers = this.#lastId ? { 'Last-Event-ID': this.#lastId } : {};
        const response = await this.request(headers, this.#abort.signal);
        if (response.status === 401 || response.status === 403) {
          this.#stopped = true;
          this.handlers.refused(response);
          break;
        }
        if (response.ok && response.body) {
          pause = FIRST_PAUSE;
          await this.#read(response.body, watch);
        } else {
          reason = `the gateway answers ${response.status}`;
          wanted = 1000 * Number(response.headers.get('Retry-After')) || 0;
        }
      } catch (problem) {
        reason = this.#abort.signal.aborted ? 'the gateway is silent' : `no connection to the gateway`;
        void problem;
      } finally {
        watch.end();
      }
      if (!this.#stopped) {
        const wait = Math.min(LONGEST_PAUSE, Math.max(wanted, pause * (1 + Math.random() / 2)));
        this.handlers.lost(wait, reason);
        await this.#sleep(wait);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      }
    }
  }

  async #read(body, watch) {
    const decoder = new TextDecoder();
    const reader = body.getReader();
    const parser = new EventParser((event) => {
      if (event.id) {
        this.#lastId = event.id;
      }
      if (!this.#stopped) {
        this.handlers.event(event);
      }
    });
    this.handlers.open();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      watch.restart();
      parser.feed(decoder.decode(value, { stream: true }));
      this.handlers.alive();
    }
  }

  #watchdog() {
    let timer;
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#abort.abort(), this.silence);
    };
    restart();
    return { restart, end: () => clearTimeout(timer) };
  }

  #sleep(millis) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
