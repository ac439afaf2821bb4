// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a broker sends, made digestible for Paho 1.2.5. A topic with a character beyond U+FDCF or a
 * control character (MQTT allows both) ends its receiving thread without a word to anybody; a
 * retained one would do so after each connect. And it allocates whatever length a message announces,
 * up to 256 MB.
 *
 * <p>So the bytes of such a topic that are not plain ASCII become question marks, and of a payload
 * only the beginning is passed on: a command has three bytes. The packets stay well formed.
 *
 * <p>A read may time out anywhere and go on later. Not thread-safe: only Paho's receiver reads.
 */
final class PacketFilter extends FilterInputStream {

    static final int LONGEST_PAYLOAD = 1_024;

    private static final int PUBLISH = 3;
    private static final int PACKET_ID = 2;

    /** The fixed header with the longest length, and the longest topic with its length. */
    private final byte[] head = new byte[5 + 2 + 65_535];

    private final byte[] waste = new byte[8_192];

    private int filled;
    private int taken;
    private int complete;
    private long pass;
    private long skip;

    PacketFilter(InputStream in) {
        super(new BufferedInputStream(in));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (taken == complete && pass == 0 && !(dropRest() && readHead())) {
            return -1;
        }
        if (taken < complete) {
            var count = Math.min(length, complete - taken);
            System.arraycopy(head, taken, bytes, offset, count);
            taken += count;
            return count;
        }
        var count = in.read(bytes, offset, (int) Math.min(length, pass));
        pass -= Math.max(count, 0);
        return count;
    }

    @Override
    public int available() throws IOException {
        return complete - taken + (int) Math.min(pass, in.available());
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Returns false at the end of the stream. */
    private boolean dropRest() throws IOException {
        while (skip > 0) {
            // not skip(), which forgets what it has skipped when it times out
            var dropped = in.read(waste, 0, (int) Math.min(waste.length, skip));
            if (dropped < 0) {
                return false;
            }
            skip -= dropped;
        }
        return true;
    }

    /** Returns false at the end of the stream. */
    private boolean readHead() throws IOException {
        if (complete > 0) {
            filled = 0;
            taken = 0;
            complete = 0;
        }
        while (true) {
            var lengthEnd = lengthEnd();
            if (lengthEnd > 0) {
                var wanted = wanted(lengthEnd);
                if (filled >= wanted) {
                    finish(lengthEnd, wanted);
                    return true;
                }
            }
            var next = in.read();
            if (next < 0) {
                return false;
            }
            head[filled++] = (byte) next;
        }
    }

    /** Returns the index after the remaining length, 0 as long as it is not complete. */
    private int lengthEnd() {
        for (var i = 1; i < filled; i++) {
            // a fifth byte is not allowed; whatever it is, Paho complains
            if (head[i] >= 0 || i == 4) {
                return i + 1;
            }
        }
        return 0;
    }

    private long remaining(int lengthEnd) {
        var length = 0L;
        for (var i = lengthEnd - 1; i >= 1; i--) {
            length = (length << 7) | (head[i] & 127);
        }
        return length;
    }

    /** Returns how many bytes the head has: of a message, all up to its topic. */
    private int wanted(int lengthEnd) {
        if (((head[0] & 255) >> 4) != PUBLISH || remaining(lengthEnd) < 2) {
            return lengthEnd;
        }
        if (filled < lengthEnd + 2) {
            return lengthEnd + 2;
        }
        var topic = ((head[lengthEnd] & 255) << 8) | (head[lengthEnd + 1] & 255);
        return topic + 2 > remaining(lengthEnd) ? lengthEnd : lengthEnd + 2 + topic;
    }

    private void finish(int lengthEnd, int end) {
        var body = remaining(lengthEnd) - (filled - lengthEnd);
        complete = filled;
        pass = body;
        if (end > lengthEnd) {
            clean(lengthEnd + 2, end);
            pass = Math.min(body, LONGEST_PAYLOAD + PACKET_ID);
            announce(lengthEnd, end - lengthEnd + pass);
        }
        skip = body - pass;
    }

    private void clean(int begin, int end) {
        var topic = new String(head, begin, end - begin, StandardCharsets.UTF_8);
        if (!topic.chars().allMatch(PacketFilter::digestible)) {
            for (var i = begin; i < end; i++) {
                if (head[i] < ' ' || head[i] > '~') {
                    head[i] = '?';
                }
            }
        }
    }

    /** Whether Paho 1.2.5 takes a character in a topic or a name. */
    static boolean digestible(int c) {
        return c < 0xfdd0 && !Character.isISOControl(c) && !Character.isSurrogate((char) c);
    }

    /** Announces a shorter length in as many bytes as the longer one. */
    private void announce(int lengthEnd, long length) {
        var rest = length;
        for (var i = 1; i < lengthEnd; i++) {
            head[i] = (byte) ((rest & 127) | (i < lengthEnd - 1 ? 128 : 0));
            rest >>= 7;
        }
    }
}
