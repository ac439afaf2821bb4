// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {

    private final Budget budget = new Budget(100);

    @Test
    void noMoreIsTakenThanTheBound() {
        assertThat(budget.take(101)).isFalse();
        assertThat(budget.take(60)).isTrue();
        assertThat(budget.take(41)).isFalse();
        assertThat(budget.take(40)).isTrue();
        assertThat(budget.take(1)).isFalse();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        assertThat(budget.take(100)).isTrue();

        budget.giveBack(30);

        assertThat(budget.take(31)).isFalse();
        assertThat(budget.take(30)).isTrue();
    }
}
