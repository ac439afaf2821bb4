// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a broker as Paho sees it: plain TCP. TLS is inside, and so is the {@link
 * PacketFilter}, which Paho's own TLS would leave no room for.
 *
 * <p>Only what Paho calls is passed on: {@code connect}, the streams, {@code setSoTimeout}, {@code
 * close}.
 */
final class BrokerSocket extends Socket {

    private static final int TLS_PORT = 8883;
    private static final int PORT = 1883;

    private final Socket raw = new PromptSocket();
    private final @Nullable SSLSocketFactory tls;
    private final boolean verifyHostname;
    private final URI broker;
    private Socket socket = raw;

    private BrokerSocket(URI broker, @Nullable SSLSocketFactory tls, boolean verifyHostname) {
        this.broker = broker;
        this.tls = tls;
        this.verifyHostname = verifyHostname;
    }

    /** Returns what Paho is to connect to: never TLS. */
    static String address(Settings settings) {
        return "tcp://" + settings.broker().getHost() + ":" + port(settings.broker());
    }

    private static int port(URI broker) {
        return broker.getPort() >= 0 ? broker.getPort() : broker.getScheme().equals("ssl") ? TLS_PORT : PORT;
    }

    static SocketFactory factory(Settings settings) throws IOException, GeneralSecurityException {
        var tls = settings.tls().on() ? settings.tls().sockets() : null;
        return new Factory(settings.broker(), tls, settings.tls().verifyHostname());
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        raw.connect(address, timeout);
        if (tls != null) {
            raw.setSoTimeout(timeout);
            // the brackets of an IPv6 address belong to the URL alone
            var host = broker.getHost().replaceAll("[\\[\\]]", "");
            var secured = (SSLSocket) tls.createSocket(raw, host, port(broker), false);
            if (verifyHostname) {
                var parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
            }
            secured.startHandshake();
            socket = secured;
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new PacketFilter(socket.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        raw.setSoTimeout(millis);
    }

    /** Closes without TLS's farewell, for which a broker that hangs would let us wait. */
    @Override
    public synchronized void close() throws IOException {
        raw.close();
    }

    private static final class Factory extends SocketFactory {

        private final URI broker;
        private final @Nullable SSLSocketFactory tls;
        private final boolean verifyHostname;

        Factory(URI broker, @Nullable SSLSocketFactory tls, boolean verifyHostname) {
            this.broker = broker;
            this.tls = tls;
            this.verifyHostname = verifyHostname;
        }

        @Override
        public Socket createSocket() {
            return new BrokerSocket(broker, tls, verifyHostname);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw connected();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw connected();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw connected();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw connected();
        }

        private static IOException connected() {
            return new SocketException("only sockets that are not yet connected");
        }
    }
}
