// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
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

    /** What Paho is told: an address that needs no name service. Where to connect to, the socket knows. */
    static final String ADDRESS = "tcp://127.0.0.1:1883";

    private final Socket raw = new PromptSocket();
    private final Broker broker;
    private final @Nullable SSLSocketFactory tls;
    private final boolean verifyHostname;
    private Socket socket = raw;

    private BrokerSocket(Broker broker, @Nullable SSLSocketFactory tls, boolean verifyHostname) {
        this.broker = broker;
        this.tls = tls;
        this.verifyHostname = verifyHostname;
    }

    static SocketFactory factory(Settings settings) throws IOException, GeneralSecurityException {
        var tls = settings.tls().on() ? settings.tls().sockets() : null;
        return new Factory(settings.broker(), tls, settings.tls().verifyHostname());
    }

    @Override
    public void connect(SocketAddress ignored, int timeout) throws IOException {
        raw.connect(new InetSocketAddress(broker.host(), broker.port()), timeout);
        if (tls != null) {
            raw.setSoTimeout(timeout);
            var secured = (SSLSocket) tls.createSocket(raw, broker.host(), broker.port(), false);
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

        private final Broker broker;
        private final @Nullable SSLSocketFactory tls;
        private final boolean verifyHostname;

        Factory(Broker broker, @Nullable SSLSocketFactory tls, boolean verifyHostname) {
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
