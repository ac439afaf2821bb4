// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GpioExceptionTest {

    private static final PinId PIN = new PinId("main", 17);
    private static final Caller ALICE = new Caller("alice", "rest 127.0.0.1", Role.VIEWER);
    private final IOException nak = new IOException("no acknowledge");

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThat(new NoSuchPinException(PIN)).hasMessage("main/17: no such pin");
        assertThat(new PinNotConfiguredException(PIN)).hasMessage("main/17: not configured");
        assertThat(new PinCapabilityException(PIN, "not an output")).hasMessage("main/17: not an output");
        assertThat(new LineBusyException(PIN, "gpio-keys")).hasMessage("main/17: held by 'gpio-keys'");
        assertThat(new LineBusyException(PIN, "")).hasMessage("main/17: held by another program");
        assertThat(new BoardAwayException("main", "no acknowledge")).hasMessage("main: board is away, no acknowledge");
        assertThat(new BoardAwayException("main", "")).hasMessage("main: board is away");
        assertThat(new GpioHardwareException("cannot read main/17", nak))
                .hasMessage("cannot read main/17: no acknowledge")
                .hasCause(nak);
        assertThat(new AccessDeniedException(ALICE, Role.OPERATOR, "write main/17=1"))
                .hasMessage("cannot write main/17=1: needs the role operator, and alice is viewer");
        assertThat(new AccessDeniedException(
                        new Caller("anonymous", "rest 127.0.0.1", Role.VIEWER), Role.OPERATOR, "write main/17=1"))
                .hasMessage("cannot write main/17=1: needs the role operator, and anonymous is viewer;"
                        + " log in or send a token");
    }

    @Test
    void aCauseWithoutAMessageIsStillNamed() {
        assertThat(new GpioHardwareException("cannot read main/17", new IOException()))
                .hasMessage("cannot read main/17: java.io.IOException");
    }

    @Test
    void eachKindHasItsExceptionAndNoOther() {
        var kinds = Map.of(
                GpioException.Kind.NO_SUCH_PIN, new NoSuchPinException(PIN),
                GpioException.Kind.NOT_CONFIGURED, new PinNotConfiguredException(PIN),
                GpioException.Kind.NOT_CAPABLE, new PinCapabilityException(PIN, "locked"),
                GpioException.Kind.BUSY, new LineBusyException(PIN, ""),
                GpioException.Kind.AWAY, new BoardAwayException("main", ""),
                GpioException.Kind.HARDWARE, new GpioHardwareException("cannot read main/17", nak),
                GpioException.Kind.DENIED, new AccessDeniedException(ALICE, Role.OPERATOR, "write main/17=1"));
        kinds.forEach((kind, exception) -> assertThat(exception.kind()).isEqualTo(kind));
        assertThat(kinds).containsOnlyKeys(GpioException.Kind.values());
        assertThat(kinds.values()).map(it -> (Object) it.getClass()).containsExactlyInAnyOrder((Object[])
                GpioException.class.getPermittedSubclasses());
    }
}
