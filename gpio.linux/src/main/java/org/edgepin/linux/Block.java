// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;

/**
 * Native memory, zeroed: its address for the kernel, its bytes for us. An address that is the
 * argument of a call stays alive meanwhile; passing the bytes instead would cost 100 ns more.
 */
final class Block {

    final Memory address;

    /** In bytes. */
    final NativeLong size;

    /** In the machine's byte order. */
    final ByteBuffer bytes;

    Block(int size) {
        this.size = new NativeLong(size);
        address = new Memory(size);
        address.clear();
        bytes = address.getByteBuffer(0, size);
    }
}
