// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodiesTest {

    private final Bodies bodies = new Bodies(Gateway.class, Pins.class);

    @ParameterizedTest
    @CsvSource({
        "PUT, pins/main/17/level, application/json or text/plain",
        "PATCH, pins/main/17/settings, application/json or application/merge-patch+json",
        "PATCH, levels, application/json or application/merge-patch+json",
        "PATCH, boards/main/configuration, application/json or application/merge-patch+json",
    })
    void whatIsUnderstoodIsSaid(String method, String path, String expected) {
        var problem = bodies.wrong(method, path);
        assertThat(problem.type().status()).isEqualTo(415);
        assertThat(problem.field()).contains("Content-Type");
        assertThat(problem.expected()).contains(expected);
        assertThat(problem.detail()).endsWith("understood is " + expected);
    }

    @Test
    void whereNothingIsUnderstoodNothingIsSaid() {
        assertThat(bodies.wrong("PUT", "pins/main/17").expected()).isEmpty();
        assertThat(bodies.wrong("GET", "levels").expected()).isEmpty();
    }
}
