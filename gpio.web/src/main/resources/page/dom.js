// SPDX-License-Identifier: Apache-2.0
// Elements, texts and times.

/**
 * Makes an element. Properties that start with "on" are listeners, "class" and those with a dash are
 * attributes, the others are properties of the element. Text is never read as HTML.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'class' || name === 'role' || name === 'for' || name.includes('-')) {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

/** Text for those who hear the page. */
export function hidden(text) {
  return h('span', { class: 'vh' }, text);
}

/** Sets the text of an element, and touches nothing if it has it already. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Sets an attribute, or takes it away for undefined. */
export function mark(element, name, value) {
  if (value === undefined || value === null || value === false) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

const pad = (number, digits = 2) => String(number).padStart(digits, '0');

/** The time of day with milliseconds, in the time zone of whoever looks. */
export function clock(millis) {
  const time = new Date(millis);
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`;
}

/** A time, with the day unless it is today. */
export function moment(millis) {
  const time = new Date(millis);
  const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} `;
  const today = time.toDateString() === new Date().toDateString();
  return `${today ? '' : day}${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
}

/** How long something lasts, as precisely as is of use: 250.3 ms, 12.1 s, 3 min 20 s. */
export function duration(millis) {
  if (millis < 1) {
    return `${(millis * 1000).toFixed(0)} µs`;
  }
  if (millis < 1000) {
    return `${millis.toFixed(1)} ms`;
  }
  if (millis < 60_000) {
    return `${(millis / 1000).toFixed(millis < 10_000 ? 2 : 1)} s`;
  }
  const minutes = Math.floor(millis / 60_000);
  return minutes < 60
    ? `${minutes} min ${Math.floor((millis % 60_000) / 1000)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
