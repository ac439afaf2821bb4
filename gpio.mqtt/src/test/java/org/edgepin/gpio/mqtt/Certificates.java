// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority that has signed a certificate for a broker and one for a client, made by {@code keytool}. */
final class Certificates {

    static final String PASSWORD = "changeit";

    private final Path folder;

    /** @param host the one host that the broker's certificate is for, {@code dns:localhost} */
    Certificates(Path folder, String host) throws IOException, InterruptedException, GeneralSecurityException {
        this.folder = folder;
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c");
        keytool("-exportcert", "-alias", "ca", "-rfc", "-file", path("ca.pem"));
        signed("server", "-ext", "san=" + host);
        signed("client");
        keytool("-importkeystore", "-srcalias", "client", "-destkeystore", clientStore(), "-deststorepass", PASSWORD);
        run(
                "keytool",
                "-importcert",
                "-noprompt",
                "-alias",
                "ca",
                "-file",
                path("ca.pem"),
                "-keystore",
                trustStore(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        pem("server");
    }

    String authority() {
        return path("ca.pem");
    }

    String server() {
        return path("server.pem");
    }

    String serverKey() {
        return path("server.key");
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

    private void signed(String name, String... extensions) throws IOException, InterruptedException {
        keytool("-genkeypair", "-alias", name, "-dname", "CN=" + name);
        keytool("-certreq", "-alias", name, "-file", path(name + ".csr"));
        var sign = new ArrayList<>(List.of("-gencert", "-alias", "ca", "-rfc"));
        sign.addAll(List.of("-infile", path(name + ".csr"), "-outfile", path(name + ".pem")));
        sign.addAll(List.of(extensions));
        keytool(sign.toArray(String[]::new));
        keytool("-importcert", "-noprompt", "-alias", name, "-file", path(name + ".pem"));
    }

    /** Mosquitto wants the key in a text file, which {@code keytool} does not write. */
    private void pem(String name) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(folder.resolve("all.p12").toFile(), PASSWORD.toCharArray());
        Key key = store.getKey(name, PASSWORD.toCharArray());
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(
                folder.resolve(name + ".key"),
                "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("keytool"));
        command.addAll(List.of(arguments));
        if (command.contains("-importkeystore")) {
            command.addAll(List.of("-srckeystore", path("all.p12"), "-srcstorepass", PASSWORD));
        } else {
            command.addAll(List.of("-keystore", path("all.p12"), "-storetype", "PKCS12", "-storepass", PASSWORD));
        }
        if (command.contains("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-validity", "2"));
        }
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var full = command.clone();
        full[0] = Path.of(System.getProperty("java.home"), "bin", command[0]).toString();
        var process = new ProcessBuilder(full).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", full) + ": " + output);
        }
    }
}
