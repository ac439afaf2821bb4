// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;
import zmq.io.Metadata;

/** Makes sockets and uses them. For one thread, that of the sockets. */
final class Sockets {

    /**
     * Bytes of the longest frame; who sends a longer one is disconnected. A config for a pin has less
     * than fifty, and a thousand frames may wait in each connection.
     */
    static final int MAX_FRAME = 16_384;

    /** Updates and errors that wait for a slow client; further ones are lost to it. */
    private static final int SLOW_CLIENT = 20;

    /**
     * With a domain JeroMQ refuses peers from before version 3 of the protocol. Raw bytes can pass for
     * such a peer, and one that leaves in the middle of a question would get the next client's answer.
     * Nobody is asked about the domain, as there is no handler.
     */
    private static final String NO_OLD_PEERS = "malos";

    private final ZContext context;
    private final String host;

    /** The address cannot be listened on now. */
    static final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    Sockets(ZContext context, String host) {
        this.context = context;
        this.host = host;
    }

    /** Makes a socket that only receives. */
    ZMQ.Socket pull(int port) throws UnavailableException {
        return bind(context.createSocket(SocketType.PULL), port);
    }

    /** Makes a socket that sends to whoever has subscribed. */
    ZMQ.Socket publish(int port) throws UnavailableException {
        var socket = context.createSocket(SocketType.PUB);
        socket.setSndHWM(SLOW_CLIENT);
        return bind(socket, port);
    }

    /** Makes a socket that answers. */
    ZMQ.Socket reply(int port) throws UnavailableException {
        return bind(context.createSocket(SocketType.REP), port);
    }

    private ZMQ.Socket bind(ZMQ.Socket socket, int port) throws UnavailableException {
        socket.setMaxMsgSize(MAX_FRAME);
        socket.setMsgAllocator(Sockets::allocate);
        socket.setZAPDomain(NO_OLD_PEERS);
        try {
            if (socket.bind("tcp://" + host + ":" + port)) {
                return socket;
            }
        } catch (ZMQException e) {
            // JeroMQ says of each problem that the address is in use
            throw new UnavailableException(
                    isOurs() ? "port " + port + " is taken" : host + " is not an address of this machine");
        }
        throw new UnavailableException("port " + port + " cannot be opened");
    }

    /**
     * JeroMQ checks that a length is not too large, but not that it is not negative, as one of 64 bits can
     * be; its exception would leave the connection open for ever. Such a frame has no bytes.
     */
    private static Msg allocate(int length) {
        return new Msg(length < 0 || length > MAX_FRAME ? 0 : length);
    }

    private boolean isOurs() {
        try {
            var address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return true;
        }
    }

    /** Returns the address of the client that has sent a frame, without its port; empty if it is unknown. */
    static String sender(Msg frame) {
        var metadata = frame.getMetadata();
        var address = metadata == null ? null : metadata.get(Metadata.PEER_ADDRESS);
        return address == null ? "" : address.substring(0, Math.max(address.lastIndexOf(':'), 0));
    }
}
