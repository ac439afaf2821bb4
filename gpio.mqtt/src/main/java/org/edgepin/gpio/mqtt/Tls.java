// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.edgepin.gpio.endpoint.Secret;
import org.edgepin.gpio.endpoint.Values;
import org.jspecify.annotations.Nullable;

/**
 * How the broker proves who it is, and how we do.
 *
 * @param on whether TLS is talked at all
 * @param trustStore a file, empty for the authorities of the Java runtime
 * @param keyStore a file, empty for no certificate of our own
 */
record Tls(
        boolean on,
        String trustStore,
        Secret trustStorePassword,
        String keyStore,
        Secret keyStorePassword,
        boolean verifyHostname) {

    /** Reads the keys and the files, so that a wrong password shows at once. */
    static Tls of(Values values, boolean on) {
        var tls = new Tls(
                on,
                values.text("trust_store"),
                values.secret(".trust_store_password"),
                values.text("key_store"),
                values.secret(".key_store_password"),
                values.flag("verify_hostname"));
        tls.check(values, "trust_store", tls.trustStore, tls.trustStorePassword);
        tls.check(values, "key_store", tls.keyStore, tls.keyStorePassword);
        return tls;
    }

    private void check(Values values, String key, String file, Secret password) {
        if (file.isEmpty()) {
            return;
        }
        if (!on) {
            // whoever gives one believes that the connection is encrypted
            values.problem(key, file, "must be empty unless the broker is ssl://");
            return;
        }
        try {
            if (key.equals("key_store")) {
                keyManagers();
            } else {
                load(file, password);
            }
        } catch (IOException | GeneralSecurityException e) {
            values.problem(key, file, "must be a PKCS12 or JKS file that ." + key + "_password opens: " + Reason.of(e));
        }
    }

    /** Reads the files, so that renewed certificates are used from the next connect on. */
    SSLSocketFactory sockets() throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers(), trustManagers(), null);
        return context.getSocketFactory();
    }

    private KeyManager @Nullable [] keyManagers() throws IOException, GeneralSecurityException {
        if (keyStore.isEmpty()) {
            return null;
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load(keyStore, keyStorePassword), keyStorePassword.chars());
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trustManagers() throws IOException, GeneralSecurityException {
        if (trustStore.isEmpty()) {
            return null;
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(load(trustStore, trustStorePassword));
        return factory.getTrustManagers();
    }

    private static KeyStore load(String file, Secret password) throws IOException, GeneralSecurityException {
        if (!Files.isReadable(Path.of(file))) {
            throw new NoSuchFileException(file);
        }
        return KeyStore.getInstance(new File(file), password.chars());
    }
}
