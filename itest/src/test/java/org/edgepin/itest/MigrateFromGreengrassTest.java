// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/migrate/greengrass.md says of things that its users have: parameters, certificates, functions. */
class MigrateFromGreengrassTest {

    /** In the manner of the connector's documentation, for Greengrass's own runtime. */
    private static final String FUNCTION = """
            import os
            import greengrasssdk

            iot = greengrasssdk.client('iot-data')
            topic = 'gpio/' + os.environ['AWS_IOT_THING_NAME'] + '/'
            iot.publish(topic=topic + '6/read', payload='')

            def function_handler(event, context):
                print(context.client_context.custom['subject'], repr(event), flush=True)
                if event == 0:
                    raise ValueError('low')
                if context.client_context.custom['subject'] == topic + '6/state':
                    iot.publish(topic=topic + '9/write', queueFullPolicy='AllOrException', payload=str(event).encode())
            """;

    @AutoClose
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start();
    }

    private static String page() throws IOException {
        return MigrateTest.page("greengrass");
    }

    /** Returns what is indented on the page and begins with a word. */
    private static String command(String word) throws IOException {
        var commands = Pattern.compile("(?m)^ {4}(" + word + " .*)$")
                .matcher(page())
                .results()
                .map(it -> it.group(1))
                .toList();
        assertThat(commands).hasSize(1);
        return commands.get(0);
    }

    @Test
    @NeedsProgram("mosquitto_sub")
    void aLambdaFunctionRunsAsItIs(@TempDir Path folder) throws Exception {
        var scripts = MigrateTest.blocks(page(), "python");
        assertThat(scripts).hasSize(1);
        Files.writeString(
                folder.resolve("greengrasssdk.py"),
                scripts.get(0).replace("\"1883\"", "\"" + gateway.mqttPort() + "\""));
        Files.writeString(folder.resolve("lambda_gpio.py"), FUNCTION);
        var output = folder.resolve("output");
        var start = command("AWS_IOT_THING_NAME=my-core-thing")
                .replace("my-core-thing", "edgepin")
                .replace(" python3 ", " exec /usr/bin/python3 ");
        var function = Command.of("sh", "-c", "cd \"$0\" && " + start, folder.toString())
                .start(output);
        try {
            await().untilAsserted(() ->
                    assertThat(output).content().contains("gpio/edgepin/6/state 1\n", "gpio/edgepin/9/state 1\n"));
            gateway.console("gpio:sim-set main/6 low");
            await().untilAsserted(() -> assertThat(output)
                    .content()
                    .contains("gpio/edgepin/6/state 0\n", "Traceback", "ValueError: low\n"));
            gateway.console("gpio:sim-set main/6 high");
            await().untilAsserted(() ->
                    assertThat(output).content().containsPattern("(?s)ValueError: low\n.*gpio/edgepin/6/state 1\n"));
        } finally {
            function.descendants().forEach(ProcessHandle::destroy);
            function.destroy();
        }
    }

    @Test
    @NeedsProgram("mosquitto_sub")
    void aLambdaFunctionWithoutABrokerFails(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("greengrasssdk.py"),
                MigrateTest.blocks(page(), "python").get(0).replace("1883", Integer.toString(Ports.free())));

        var function = Command.of(
                        "sh",
                        "-c",
                        "cd \"$0\" && exec python3 greengrasssdk.py lambda_gpio.handler t",
                        folder.toString())
                .run();

        assertThat(function.status()).as(function.output()).isEqualTo(1);
        assertThat(function.output()).contains("Connection refused").doesNotContain("Traceback");
    }

    @Test
    void theConnectorsParametersAreTakenUnderTheirOwnNames() throws Exception {
        assertThat(page()).contains("`InputGpios = 5,6U,7D` and so on");
        gateway.etc("org.edgepin.gpio.sim-shed.cfg", """
                InputGpios = 5,6U,7D
                InputPollPeriod = 50
                OutputGpios = 8H,9,27L
                GpioMem-ResourceId = my-gpiomem
                """);
        await().untilAsserted(() ->
                assertThat(gateway.console("gpio:read shed/6 shed/8 shed/27")).contains("shed/6", "shed/8", "shed/27"));

        assertThat(page()).contains("Both lists may be empty.");
        gateway.etc("org.edgepin.gpio.sim-hut.cfg", "InputGpios =\nOutputGpios =\n");
        await().untilAsserted(() ->
                assertThat(gateway.console("gpio:boards --no-format")).containsPattern("(?m)^hut\\t.*\\tup\\t"));
        assertThat(gateway.complaints()).isEmpty();
    }

    @Test
    @NeedsProgram("openssl")
    void theCertificateAndKeyThatAwsGaveBecomeAKeyStore(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("etc"));
        var made = Command.of(
                        "sh",
                        "-ec",
                        "cd \"$0\"\nopenssl req -x509 -newkey rsa:2048 -nodes -subj /CN=core"
                                + " -keyout core.private.key -out core.cert.pem\n"
                                + command("openssl") + " -passout pass:changeit",
                        folder.toString())
                .run();
        assertThat(made.status()).as(made.output()).isZero();

        var password = "changeit".toCharArray();
        var store = KeyStore.getInstance(folder.resolve("etc/mqtt-key.p12").toFile(), password);
        var alias = store.aliases().nextElement();
        assertThat(store.getKey(alias, password).getAlgorithm()).isEqualTo("RSA");
        assertThat(store.getCertificate(alias)).isNotNull();
    }
}
