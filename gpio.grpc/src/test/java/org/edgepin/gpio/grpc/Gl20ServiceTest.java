// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.edgepin.gpio.grpc.TestServer.call;
import static org.edgepin.gpio.grpc.TestServer.gl20;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.grpc.gl20.GPIO;
import org.edgepin.gpio.grpc.gl20.serviceGL20Grpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** serviceGL20 to the byte, over a real connection. The bytes are those of the GL20's server. */
class Gl20ServiceTest {

    private static final String PIN_6 = "08 06";
    private static final String PIN_MINUS_1 = "08 ff ff ff ff ff ff ff ff ff 01";

    private final FakeGpio gpio = FakeGpio.gl20();
    private final TestServer server = TestServer.start(gpio);
    private final ManagedChannel client = server.channel();

    @AfterEach
    void stop() {
        server.close();
    }

    private static String refusal(Channel client, String method, String request) {
        try {
            return "no refusal: " + call(client, method, request);
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() + " " + e.getStatus().getDescription();
        }
    }

    @Test
    void aLevelIsTheOnlyFieldOfItsAnswer() {
        gpio.outside("gl20/0", Level.LOW);

        assertThat(gl20(client, "digitalRead", PIN_6)).isEqualTo("18 01");
        assertThat(gl20(client, "digitalRead", "")).isEmpty();
    }

    @Test
    void allPinsAreOneByteWithPin0First() {
        assertThat(gl20(client, "digitalReadAll", "")).isEqualTo("10 ff 01");

        gpio.outside("gl20/6", Level.LOW);
        assertThat(gl20(client, "digitalReadAll", "")).isEqualTo("10 fd 01");

        gpio.outside("gl20/0", Level.LOW);
        assertThat(gl20(client, "digitalReadAll", "")).isEqualTo("10 7d");
    }

    @Test
    void aReadReflectsAWriteAtOnce() {
        assertThat(gl20(client, "digitalWrite", PIN_6)).isEmpty();
        assertThat(gl20(client, "digitalRead", PIN_6)).isEmpty();
        assertThat(gl20(client, "digitalWrite", PIN_6 + "18 01")).isEmpty();
        assertThat(gl20(client, "digitalRead", PIN_6)).isEqualTo("18 01");
    }

    @ParameterizedTest
    @CsvSource({"'', LOW, LOW", "10 01, LOW, HIGH", "10 02, HIGH, LOW", "10 03, HIGH, HIGH"})
    void bothOutputsAreWrittenAtOnce(String request, Level pin6, Level pin7) {
        assertThat(gl20(client, "digitalWriteAll", request)).isEmpty();

        assertThat(gpio.driven("gl20/6")).isEqualTo(pin6);
        assertThat(gpio.driven("gl20/7")).isEqualTo(pin7);
        assertThat(gpio.audit).singleElement().asString().startsWith("grpc main from grpc 127.0.0.1: write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"18 01", "", "08 01 18 01", "08 05"})
    void aWriteToAnInputIsNoErrorAndChangesNothing(String request) {
        assertThat(gl20(client, "digitalWrite", request)).isEmpty();

        assertThat(gl20(client, "digitalReadAll", "")).isEqualTo("10 ff 01");
        assertThat(gpio.audit).isEmpty();
    }

    @Test
    void aToggleTurnsWhatIsDrivenAndNotWhatIsSensed() {
        gpio.outside("gl20/6", Level.LOW);

        assertThat(gl20(client, "digitalWriteToggle", "08 07")).isEmpty();
        assertThat(gpio.driven("gl20/6")).isEqualTo(Level.HIGH);
        assertThat(gpio.driven("gl20/7")).isEqualTo(Level.LOW);

        assertThat(gl20(client, "digitalWriteToggleAll", "")).isEmpty();
        assertThat(gpio.driven("gl20/6")).isEqualTo(Level.LOW);
        assertThat(gpio.driven("gl20/7")).isEqualTo(Level.HIGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "08 05", "08 08", PIN_MINUS_1})
    void aToggleOfWhatIsNoOutputIsNoError(String request) {
        assertThat(gl20(client, "digitalWriteToggle", request)).isEmpty();

        assertThat(gpio.audit).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "digitalRead, 08 08, PINx = 8: must be 0 to 7",
        "digitalRead, 08 ff ff ff ff ff ff ff ff ff 01, PINx = -1: must be 0 to 7",
        "digitalWrite, 08 08 18 01, PINx = 8: must be 0 to 7",
        "digitalWriteAll, 10 04, 'value = 4: must be 0 to 3, bit 1 for PIN6 and bit 0 for PIN7'",
        "digitalWriteAll, 10 ff ff ff ff ff ff ff ff ff 01, 'value = -1: must be 0 to 3, bit 1 for PIN6 and bit 0 for PIN7'",
    })
    void whatUsedToHangOrToFailInPythonIsRefusedWithAReason(String method, String request, String reason) {
        assertThat(refusal(client, "serviceGL20/" + method, request)).isEqualTo("INVALID_ARGUMENT " + reason);
        assertThat(gpio.audit).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serviceGL20/digitalFrobnicate", "serviceGL21/digitalRead", "x/y"})
    void anUnknownMethodIsAnsweredAsBefore(String method) {
        assertThat(refusal(client, method, "")).isEqualTo("UNIMPLEMENTED Method not found!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff ff ff", "08", "1a 05 01", "07"})
    void anUndecodableRequestIsAnsweredAsBefore(String request) {
        assertThat(refusal(client, "serviceGL20/digitalRead", request))
                .isEqualTo("INTERNAL Exception deserializing request!");
    }

    @ParameterizedTest
    @ValueSource(strings = {PIN_6 + "10 05 18 01", PIN_6 + "22 03 61 62 63", "08 07 " + PIN_6})
    void otherFieldsAreIgnored(String request) {
        assertThat(gl20(client, "digitalRead", request)).isEqualTo("18 01");
    }

    @ParameterizedTest
    @CsvSource({
        "digitalRead, 08 00",
        "digitalReadAll, ''",
        "digitalWrite, 08 06",
        "digitalWrite, 08 00",
        "digitalWriteAll, 10 01",
        "digitalWriteToggle, 08 06",
        "digitalWriteToggleAll, ''"
    })
    void aBoardThatIsAwayOrFailsIsUnavailableAndComesBack(String method, String request) {
        gpio.state("gl20", BoardStatus.State.AWAY);
        assertThat(refusal(client, "serviceGL20/" + method, request))
                .isEqualTo("UNAVAILABLE gl20: board is away, unplugged");

        gpio.state("gl20", BoardStatus.State.UP);
        gpio.failure(new GpioHardwareException("cannot read gl20/0", new IOException("no acknowledge")));
        assertThat(refusal(client, "serviceGL20/" + method, request))
                .isEqualTo("UNAVAILABLE cannot read gl20/0: no acknowledge");

        gpio.failure(null);
        gl20(client, method, request);
    }

    @Test
    void concurrentTogglesAreAllCarriedOut() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            var toggles = new ArrayList<Future<?>>();
            for (var thread = 0; thread < 4; thread++) {
                toggles.add(threads.submit(() -> {
                    var own = server.channel();
                    for (var i = 0; i < 51; i++) {
                        gl20(own, "digitalWriteToggle", PIN_6);
                    }
                }));
            }
            toggles.add(threads.submit(() -> gl20(client, "digitalWriteToggleAll", "")));
            for (var toggle : toggles) {
                toggle.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        // 4 * 51 + 1 is odd
        assertThat(gpio.driven("gl20/6")).isEqualTo(Level.LOW);
        assertThat(gpio.driven("gl20/7")).isEqualTo(Level.LOW);
    }

    @Test
    void theFirstGl20IsServedARealOneBeforeATwin() {
        var several = new FakeGpio()
                .with("a", "Raspberry Pi 4", false)
                .with("b", "HPE GL20 (simulated)", true)
                .with("c", "HPE GL20", false);
        several.outside("c/0", Level.LOW);
        try (var other = TestServer.start(several)) {
            assertThat(gl20(other.channel(), "digitalReadAll", "")).isEqualTo("10 7f");
            several.state("c", BoardStatus.State.REMOVED);
            assertThat(gl20(other.channel(), "digitalReadAll", "")).isEqualTo("10 ff 01");
            several.state("b", BoardStatus.State.REMOVED);
            assertThat(refusal(other.channel(), "serviceGL20/digitalReadAll", ""))
                    .isEqualTo("UNAVAILABLE there is no GL20 here, and grpc main names no board");
        }
    }

    @Test
    void theBoardCanBeNamed() {
        var two = new FakeGpio().with("gl20", "HPE GL20", false).with("other", "Some board", false);
        two.outside("other/0", Level.LOW);
        try (var other = TestServer.start(two, "board", "other")) {
            assertThat(gl20(other.channel(), "digitalReadAll", "")).isEqualTo("10 7f");
        }
        try (var other = TestServer.start(two, "board", "none")) {
            assertThat(refusal(other.channel(), "serviceGL20/digitalRead", ""))
                    .isEqualTo("NOT_FOUND none/0: no such pin");
        }
    }

    @Test
    void aViewerMayOnlyRead() {
        try (var other = TestServer.start(gpio, "gl20_role", "viewer")) {
            var viewer = other.channel();
            assertThat(gl20(viewer, "digitalReadAll", "")).isEqualTo("10 ff 01");
            assertThat(refusal(viewer, "serviceGL20/digitalWriteToggleAll", "")).startsWith("PERMISSION_DENIED cannot");
            assertThat(gpio.driven("gl20/6")).isEqualTo(Level.HIGH);
        }
    }

    @Test
    void aBoardThatHangsHoldsUpItsOwnCallsOnlyAndNoneIsCarriedOutAfterItsDeadline() throws Exception {
        gpio.with("other", "Some board", false);
        var gate = gpio.hang("gl20");
        try (var other = TestServer.start(gpio, "board", "other")) {
            var waiting = Executors.newSingleThreadExecutor();
            try {
                var first = waiting.submit(() -> gl20(client, "digitalRead", PIN_6));
                gpio.awaitHanging("gl20");
                assertThat(gl20(other.channel(), "digitalRead", PIN_6)).isEqualTo("18 01");

                var hasty = serviceGL20Grpc.newBlockingStub(client).withDeadlineAfter(50, TimeUnit.MILLISECONDS);
                assertThatThrownBy(() -> hasty.digitalWriteToggleAll(GPIO.getDefaultInstance()))
                        .hasMessageStartingWith("DEADLINE_EXCEEDED");

                gate.countDown();
                assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo("18 01");
            } finally {
                waiting.shutdownNow();
            }
        }
        assertThat(gl20(client, "digitalReadAll", "")).isEqualTo("10 ff 01");
        await().untilAsserted(() -> assertThat(gpio.audit).isEmpty());
    }
}
