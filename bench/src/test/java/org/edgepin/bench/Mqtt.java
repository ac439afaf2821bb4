// SPDX-License-Identifier: Apache-2.0
package org.edgepin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * The least that Paho costs, and a client that measures it: sends 0 and 1 in turns, each when the one before has come
 * back, and prints median and 99th percentile in µs. Usage: {@code echo PORT IN OUT}, {@code measure PORT OUT IN COUNT}
 */
public final class Mqtt {

    private static final int QOS = 1;

    private Mqtt() {}

    public static void main(String[] words) throws Exception {
        var client = new MqttAsyncClient(
                "tcp://127.0.0.1:" + words[1], MqttClient.generateClientId(), new MemoryPersistence());
        var options = new MqttConnectOptions();
        options.setSocketFactory(new PromptSockets());
        client.connect(options).waitForCompletion();
        switch (words[0]) {
            case "echo" -> echo(client, words[2], words[3]);
            case "measure" -> measure(client, words[2], words[3], Integer.parseInt(words[4]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void echo(MqttAsyncClient client, String in, String out) throws MqttException {
        client.subscribe(in, QOS, (topic, message) -> client.publish(out, message.getPayload(), QOS, true));
    }

    private static void measure(MqttAsyncClient client, String out, String in, int count) throws Exception {
        var came = new SynchronousQueue<String>();
        client.subscribe(in, QOS, (topic, message) -> {
                    if (!message.isRetained()) {
                        came.put(new String(message.getPayload(), UTF_8));
                    }
                })
                .waitForCompletion();
        var micros = new long[count];
        for (var i = 0; i < count; i++) {
            var value = Integer.toString(i & 1);
            var start = System.nanoTime();
            client.publish(out, value.getBytes(UTF_8), QOS, false);
            String answer;
            do {
                answer = came.poll(10, TimeUnit.SECONDS);
                if (answer == null) {
                    throw new IllegalStateException("no answer on " + in);
                }
            } while (!answer.equals(value));
            micros[i] = (System.nanoTime() - start) / 1_000;
        }
        client.disconnect().waitForCompletion();
        Rate.print(micros);
        System.exit(0);
    }

    /** Sockets that send at once, as those of the gateway do: else the kernel would be measured, which waits for more. */
    private static final class PromptSockets extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }
    }
}
