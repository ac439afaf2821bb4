// SPDX-License-Identifier: Apache-2.0
// What a pin did in the last minute, as far as it is known.

export const WINDOW = 60_000;
const MOST = 20_000;

/**
 * The levels of one pin over time, as points {time, level, edge, lost}: from a point's time on the pin
 * has that level, or nobody knows which if it is null; then lost is how many edges are known to be
 * missing. Edge says whether the change was seen, or only what came of it. Before the first point
 * nothing is known either.
 */
export class History {
  points = [];

  /** The pin is known to have a level at a time: from then on, or, with since, from an earlier edge on. */
  known(level, time, since) {
    const last = this.#last();
    if (!last || last.level === null) {
      const start = since !== undefined && (!last || since >= last.time) ? since : time;
      this.#add({ time: start, level, edge: false, lost: 0 });
    } else if (last.level !== level) {
      this.#add({ time, level, edge: false, lost: 0 });
    }
  }

  edge(level, time) {
    this.#add({ time, level, edge: true, lost: 0 });
  }

  /** From a time on the level is unknown, until the next edge or a look at the pin. */
  unknown(time, lost) {
    const last = this.#last();
    if (!last) {
      return;
    }
    if (last.level === null) {
      last.lost += lost;
    } else {
      this.#add({ time, level: null, edge: false, lost });
    }
  }

  /** From the last known edge on the level is unknown: some edges after it were lost. */
  gap(lost) {
    const last = this.#last();
    if (last) {
      this.unknown(last.time, lost);
    }
  }

  /** Forgets what is older than the window, except what holds at its start. */
  trim(now) {
    let first = 0;
    while (first + 1 < this.points.length && this.points[first + 1].time <= now - WINDOW) {
      first += 1;
    }
    first = Math.max(first, this.points.length - MOST);
    if (first > 0) {
      this.points.splice(0, first);
    }
  }

  /** How many edges and how many lost ones there were since a time. */
  count(since) {
    let edges = 0;
    let lost = 0;
    for (let index = this.points.length - 1; index >= 0 && this.points[index].time >= since; index -= 1) {
      edges += this.points[index].edge ? 1 : 0;
      lost += this.points[index].lost;
    }
    return { edges, lost };
  }

  /** The index of the point that holds at a time, -1 before the first. */
  at(time) {
    let low = 0;
    let high = this.points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.points[middle].time <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  #last() {
    return this.points[this.points.length - 1];
  }

  /** The gateway's clock may step back; the trace does not. */
  #add(point) {
    const last = this.#last();
    this.points.push({ ...point, time: last ? Math.max(point.time, last.time) : point.time });
  }
}
