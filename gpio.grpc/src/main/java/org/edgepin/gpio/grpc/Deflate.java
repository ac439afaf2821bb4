// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import io.grpc.Decompressor;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/**
 * Reads what clients in C++ and Python have compressed if they were told to deflate, which servers in
 * those languages take and grpc-java by itself does not.
 */
final class Deflate implements Decompressor {

    @Override
    public String getMessageEncoding() {
        return "deflate";
    }

    @Override
    public InputStream decompress(InputStream compressed) {
        return new InflaterInputStream(compressed);
    }
}
