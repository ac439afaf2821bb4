// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it has signed for brokers and a client, made by {@code keytool}. */
final class Certificates {

    static final String PASSWORD = "changeit";

    /** The broker's certificate for {@code localhost}. */
    static final String HERE = "here";

    /** One for another host. */
    static final String ELSEWHERE = "elsewhere";

    private final Path folder;

    Certificates(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        this.folder = folder;
        keytool("ca", "-ext", "bc:c");
        keytool(HERE, "-signer", "ca", "-ext", "san=dns:localhost");
        keytool(ELSEWHERE, "-signer", "ca", "-ext", "san=dns:broker.example.org");
        keytool("client", "-signer", "ca");
        var all = KeyStore.getInstance(folder.resolve("all.p12").toFile(), PASSWORD.toCharArray());
        pem("ca.pem", "CERTIFICATE", all.getCertificate("ca").getEncoded());
        for (var server : List.of(HERE, ELSEWHERE)) {
            // Mosquitto wants text files, which keytool does not write
            pem(server + ".pem", "CERTIFICATE", all.getCertificate(server).getEncoded());
            pem(
                    server + ".key",
                    "PRIVATE KEY",
                    all.getKey(server, PASSWORD.toCharArray()).getEncoded());
        }
        var trusted = empty();
        trusted.setCertificateEntry("ca", all.getCertificate("ca"));
        store(trusted, trustStore());
        var client = empty();
        var key = all.getKey("client", PASSWORD.toCharArray());
        client.setKeyEntry("client", key, PASSWORD.toCharArray(), all.getCertificateChain("client"));
        store(client, clientStore());
    }

    String authority() {
        return path("ca.pem");
    }

    String server(String name) {
        return path(name + ".pem");
    }

    String serverKey(String name) {
        return path(name + ".key");
    }

    String trustStore() {
        return path("trust.p12");
    }

    String clientStore() {
        return path("client.p12");
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void store(KeyStore store, String file) throws IOException, GeneralSecurityException {
        try (var out = Files.newOutputStream(Path.of(file))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private void pem(String file, String what, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private void keytool(String alias, String... options) throws IOException, InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
        command.addAll(List.of("-keyalg", "EC", "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", path("all.p12")));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
