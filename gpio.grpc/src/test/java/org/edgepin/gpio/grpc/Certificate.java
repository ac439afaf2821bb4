// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes certificates for localhost with the Java runtime's keytool. */
final class Certificate {

    private Certificate() {}

    /** Returns a PKCS12 file with a key and its certificate. */
    static Path keyStore(Path folder, String password) throws IOException, InterruptedException {
        var store = folder.resolve("server.p12");
        run("-genkeypair", "-keystore", store.toString(), "-storepass", password, "-alias", "server");
        return store;
    }

    /** Returns the certificate in a file of its own, for clients to trust. */
    static Path exported(Path store, String password) throws IOException, InterruptedException {
        var file = store.resolveSibling("server.pem");
        run(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-storepass",
                password,
                "-alias",
                "server",
                "-file",
                file.toString());
        return file;
    }

    private static void run(String command, String... arguments) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.add(command);
        words.addAll(List.of(arguments));
        if (command.equals("-genkeypair")) {
            words.addAll(List.of(
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-validity",
                    "2"));
        }
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
