// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import org.edgepin.gpio.endpoint.Secret;

/**
 * How the server proves who it is.
 *
 * @param keyStore a file with a certificate and its key
 */
record Identity(String keyStore, Secret password) {

    /** Reads the file. The Java runtime's TLS: no native library. */
    SslContext context() throws IOException, GeneralSecurityException {
        var file = Path.of(keyStore);
        if (!Files.isReadable(file)) {
            throw new NoSuchFileException(keyStore);
        }
        var store = KeyStore.getInstance(new File(keyStore), password.chars());
        var hasKey = false;
        for (var alias : Collections.list(store.aliases())) {
            hasKey |= store.isKeyEntry(alias);
        }
        if (!hasKey) {
            throw new UnrecoverableKeyException("there is no key in it");
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password.chars());
        return GrpcSslContexts.configure(SslContextBuilder.forServer(keys), SslProvider.JDK)
                .build();
    }
}
