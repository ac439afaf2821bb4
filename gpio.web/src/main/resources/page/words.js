// SPDX-License-Identifier: Apache-2.0
// The words for what the API says.

export const LEVELS = { 1: 'HIGH', 0: 'LOW' };

export const levelWord = (level) => LEVELS[level] ?? 'unknown';

export const rank = (role) => ['viewer', 'operator', 'admin'].indexOf(role);

/** The pin as it stands in the log, and its name if it has one. */
export const title = (pin) => (pin.name ? `${pin.pin} ${pin.name}` : pin.pin);

/** How a pin's changes are seen. */
export function sensing({ method, period_us: period }) {
  if (method === 'interrupt') {
    return 'each edge, by interrupt';
  }
  return period % 1000 === 0 ? `polled every ${period / 1000} ms` : `polled every ${period} µs`;
}

/** The configuration file of a board, from the PID of its configuration. */
export const fileOf = (board) => `etc/${board.pid.replace('~', '-')}.cfg`;

/** Where edges were lost, to be read after "lost". */
export const PLACES = {
  hardware: 'in the buffer of the hardware',
  board: 'while the gateway\'s core was replaced',
  listener: 'as the REST service was too slow',
  connection: 'while this page was not connected',
  page: 'on the way to this page',
};

/** Why a pin cannot be driven now, if it cannot. */
export function whyNotWrite({ pin, board, role, connected }) {
  if (!connected) {
    return 'There is no connection to the gateway.';
  }
  if (board?.state !== 'up') {
    return `Board ${pin.board} is away.`;
  }
  if (rank(role) < rank('operator')) {
    return 'You may look but not switch: that needs the role operator.';
  }
  return undefined;
}

/** Why the settings of a pin cannot be changed here, if they cannot. */
export function whyNotConfigure({ pin, board, role, connected }) {
  if (pin.locked) {
    return `Locked in the configuration: only ${board ? fileOf(board) : 'the board\'s file'} may change this pin, nobody from here, whatever the role.`;
  }
  if (!connected) {
    return 'There is no connection to the gateway.';
  }
  if (board?.state !== 'up') {
    return `Board ${pin.board} is away.`;
  }
  if (rank(role) < rank('admin')) {
    return 'To change settings needs the role admin.';
  }
  return undefined;
}
