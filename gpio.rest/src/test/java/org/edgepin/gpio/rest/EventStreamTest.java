// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final PinId PIN = new PinId("main", 5);
    private static final Query ALL = new Query(Set.of(), Set.of());
    private static final int CAPACITY = 16;

    private final Streams streams = new Streams(
            () -> new Settings(1_000, 2, CAPACITY, 20, Duration.ofSeconds(20)),
            new NoBoards(),
            it -> PinSettings.UNUSED);

    /** A gateway without boards. */
    private static final class NoBoards implements Gpio {

        @Override
        public List<BoardStatus> boards() {
            return List.of();
        }

        @Override
        public List<Pin> pins() {
            return List.of();
        }

        @Override
        public PinState state(PinId pin) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<PinId, Level> read(Set<PinId> pins) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(Map<PinId, Level> levels) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void configure(PinId pin, PinSettings settings) {
            throw new UnsupportedOperationException();
        }
    }

    /** A client that reads when it is told to. */
    private static class Client implements EventStream.Line {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private volatile boolean reads = true;
        volatile boolean closed;

        @Override
        public boolean isReady() {
            return reads;
        }

        @Override
        public synchronized void write(byte[] bytes) {
            received.writeBytes(bytes);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            closed = true;
        }

        synchronized String text() {
            return received.toString(UTF_8);
        }
    }

    @AfterEach
    void close() {
        streams.close();
    }

    private EventStream open(Client client, Query query, Optional<String> last) throws Exception {
        var stream = new EventStream(query, CAPACITY, streams, client);
        streams.open(stream, last);
        streams.wake(stream);
        return stream;
    }

    private void edge(long number) {
        streams.publish("edge", "main", PIN, number, false, Json.object().put("sequence", number));
    }

    private static String lastId(Client client) {
        var text = client.text();
        var id = text.substring(text.lastIndexOf("id: ") + 4);
        return id.substring(0, id.indexOf('\n'));
    }

    @Test
    void beginsWithASnapshotAndGoesOnWithWhatHappens() throws Exception {
        var client = new Client();
        open(client, ALL, Optional.empty());
        await().until(() -> client.text().contains("event: snapshot"));

        edge(1);

        await().until(() -> client.text().contains("{\"sequence\":1}"));
        assertThat(client.text().indexOf("snapshot")).isLessThan(client.text().indexOf("edge"));
    }

    @Test
    void aSlowClientIsToldWhatItLostAndGetsASnapshotWhenItReadsAgain() throws Exception {
        var slow = new Client();
        var other = new Client();
        var stream = open(slow, ALL, Optional.empty());
        open(other, ALL, Optional.empty());
        await().until(() -> slow.text().contains("snapshot") && other.text().contains("snapshot"));

        slow.reads = false;
        for (var i = 1; i <= CAPACITY + 5; i++) {
            edge(i);
            var told = "{\"sequence\":" + i + "}";
            await().until(() -> other.text().contains(told));
        }
        slow.reads = true;
        streams.wake(stream);

        await().until(() -> slow.text().split("event: snapshot", -1).length == 3);
        assertThat(slow.text()).contains("event: missed\ndata: {\"reason\":\"slow\",\"count\":" + (CAPACITY + 1) + "}");
        assertThat(other.text()).doesNotContain("missed");
    }

    @Test
    void aClientThatComesBackGetsWhatHappenedInTheMeantime() throws Exception {
        var client = new Client();
        open(client, ALL, Optional.empty());
        await().until(() -> client.text().contains("snapshot"));
        edge(1);
        await().until(() -> client.text().contains("{\"sequence\":1}"));
        var last = lastId(client);
        edge(2);

        var again = new Client();
        open(again, ALL, Optional.of(last));

        await().until(() -> again.text().contains("{\"sequence\":2}"));
        assertThat(again.text()).doesNotContain("snapshot", "{\"sequence\":1}");
    }

    @Test
    void whoComesBackTooLateIsToldSo() throws Exception {
        var client = new Client();
        var stream = open(client, ALL, Optional.empty());
        await().until(() -> client.text().contains("snapshot"));
        var first = lastId(client);
        stream.end();
        for (var i = 1; i <= 30; i++) {
            edge(i);
        }

        var again = new Client();
        open(again, ALL, Optional.of(first));
        var foreign = new Client();
        open(foreign, ALL, Optional.of("0-1"));

        await().until(() -> again.text().contains("snapshot") && foreign.text().contains("snapshot"));
        assertThat(again.text()).contains("{\"reason\":\"forgotten\",\"count\":30}");
        assertThat(foreign.text()).contains("{\"reason\":\"restarted\",\"count\":null}");
    }

    @Test
    void aClientThatGoesWhileEventsComeDelaysNobody() throws Exception {
        var other = new Client();
        open(other, ALL, Optional.empty());
        for (var i = 1; i <= 200; i++) {
            var leaving = new Client() {
                @Override
                public synchronized void write(byte[] bytes) {
                    throw new IllegalStateException("gone");
                }
            };
            open(leaving, ALL, Optional.empty());
            edge(i);
            await().until(() -> leaving.closed && streams.size() == 1);
        }
        await().until(() ->
                other.text().contains("{\"sequence\":200}") || other.text().contains("missed"));
    }

    @Test
    void sendsOnlyWhatIsSelected() throws Exception {
        var client = new Client();
        open(client, new Query(Set.of(), Set.of(PIN)), Optional.empty());
        await().until(() -> client.text().contains("snapshot"));

        streams.publish(
                "edge", "main", new PinId("main", 6), 1, false, Json.object().put("pin", 6));
        edge(1);

        await().until(() -> client.text().contains("{\"sequence\":1}"));
        assertThat(client.text()).doesNotContain("{\"pin\":6}");
    }

    @Test
    void takesNoMoreClientsThanItMay() throws Exception {
        var first = new Client();
        var stream = open(first, ALL, Optional.empty());
        open(new Client(), ALL, Optional.empty());

        assertThatThrownBy(() -> open(new Client(), ALL, Optional.empty())).hasMessageContaining("2 streams already");
        stream.end();
        assertThat(first.closed).isTrue();
        open(new Client(), ALL, Optional.empty());
        assertThat(streams.size()).isEqualTo(2);
    }
}
