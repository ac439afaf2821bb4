// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.SocketBase;
import zmq.ZObject;

/**
 * Lets JeroMQ's network thread go on after a peer has sent what JeroMQ cannot digest, such as a command
 * without a name. If that comes right behind the handshake, the exception leaves the loop in which the
 * thread reads its mailbox; the mailbox then takes it for awake and never wakes it again, and no new
 * client is served. Here the loop is entered once more.
 */
final class Revival extends ZObject {

    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);

    /** Far more than can wait in the mailbox with something to complain about. */
    private static final int ATTEMPTS = 1_000;

    /** @param socket any of the context, which has one network thread */
    Revival(SocketBase socket) {
        super(socket);
    }

    /** To be called on the network thread, where the exception has surfaced. */
    void goOn() {
        var network = chooseIoThread(0);
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                network.inEvent();
                return;
            } catch (RuntimeException e) {
                LOG.debug("MALOS: a peer has sent what is not ZeroMQ", e);
            }
        }
    }
}
