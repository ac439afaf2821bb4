// SPDX-License-Identifier: Apache-2.0
/**
 * What all boards share, so that a provider is little more than its hardware: the grammar of the
 * configuration, the life of a board, the checks of its controller, and the loop that looks at pins
 * without interrupts. Copied private into each provider, see docs/decisions/board-support.md.
 */
@NullMarked
package org.edgepin.gpio.board;

import org.jspecify.annotations.NullMarked;
