// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.karaf.shell.api.console.Candidate;
import org.edgepin.gpio.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private final FakeGpio gpio = new FakeGpio()
            .board("main", "Raspberry Pi", "memory")
            .unused("main/0")
            .input("main/5", "door", Level.HIGH)
            .output("main/8", "lamp", Level.LOW)
            .output("main/9", "front light", Level.HIGH);
    private final Console console = new Console(gpio);

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void offersBoardsAndPinsInUseByNumberAndName() {
        assertThat(console.complete("gpio:read "))
                .containsExactly("door", "lamp", "main", "main/5", "main/8", "main/9");
    }

    @Test
    void offersTheSameForEachFurtherPin() {
        assertThat(console.complete("gpio:watch main/5 la")).containsExactly("lamp");
        assertThat(console.complete("gpio:pins --all main/")).containsExactly("main/5", "main/8", "main/9");
    }

    @Test
    void offersOnlyOutputsToToggle() {
        assertThat(console.complete("gpio:toggle ")).containsExactly("lamp", "main/8", "main/9");
    }

    @Test
    void offersOutputsWithAnEqualsSignAndThenLevels() {
        assertThat(console.complete("gpio:write ")).containsExactly("lamp=", "main/8=", "main/9=");
        assertThat(console.complete("gpio:write lamp=")).containsExactly("lamp=0", "lamp=1");
        assertThat(console.complete("gpio:write lamp=1 main/9")).containsExactly("main/9=");
    }

    @Test
    void offersLevelsAfterAPinAndASpace() {
        assertThat(console.complete("gpio:write lamp ")).containsExactly("0", "1", "high", "low");
        assertThat(console.complete("gpio:write lamp h")).containsExactly("high");
    }

    @Test
    void letsTypingGoOnBehindTheEqualsSign() {
        assertThat(console.candidates("gpio:write la"))
                .extracting(Candidate::complete)
                .containsExactly(false);
        assertThat(console.candidates("gpio:read la"))
                .extracting(Candidate::complete)
                .containsExactly(true);
    }

    @Test
    void saysWhatAPinIs() {
        assertThat(console.candidates("gpio:read main/5"))
                .extracting(Candidate::descr)
                .containsExactly("door, input, pull-up");
        assertThat(console.candidates("gpio:read lamp"))
                .extracting(Candidate::descr)
                .containsExactly("main/8, output");
    }
}
