// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.RefusedException;
import org.edgepin.gpio.endpoint.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final Path FILE = Path.of("src/main/etc/org.edgepin.gpio.mqtt-main.cfg");

    @Test
    void haveTheseDefaults() {
        assertThat(new Configuration("main").settings())
                .isEqualTo(new Settings(
                        "main",
                        new Broker("tcp://127.0.0.1:1883", false, "127.0.0.1", 1883),
                        "edgepin",
                        "main",
                        Role.OPERATOR,
                        "edgepin-edgepin-main",
                        "",
                        new Secret(""),
                        new Tls(false, "", new Secret(""), "", new Secret(""), true),
                        1,
                        true,
                        true,
                        true,
                        "edgepin/edgepin/status",
                        30,
                        10_000,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(30)));
    }

    @Test
    void areTheDefaultsInTheFileThatIsShipped() throws IOException {
        var file = new Properties();
        try (var in = Files.newBufferedReader(FILE)) {
            file.load(in);
        }
        var configuration = new Configuration("main");
        file.forEach((key, value) -> configuration.with(String.valueOf(key), value));

        assertThat(configuration.settings()).isEqualTo(new Configuration("main").settings());
    }

    @Test
    void nameEachKeyInTheFileThatIsShipped() throws IOException {
        var file = Files.readString(FILE);

        assertThat(keys())
                .allSatisfy(key -> assertThat(file).containsPattern("(?m)^#? ?" + Pattern.quote(key) + " = "));
    }

    @Test
    void nameEachKeyInTheReadme() throws IOException {
        var readme = Files.readString(Path.of("README.md"));

        assertThat(keys()).allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
    }

    private static List<String> keys() {
        return new Configuration("main")
                .properties().keySet().stream()
                        .filter(key -> !key.matches("(service|component|felix)\\..*"))
                        .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broker | mqtt://h | must be tcp://host:port or ssl://host:port",
                "broker | 127.0.0.1:1883 | must be tcp://host:port",
                "broker | tcp://h:0 | must be tcp://host:port",
                "broker | tcp://h:70000 | must be tcp://host:port",
                "broker | tcp://h:1883/path | must be tcp://host:port",
                "broker | '' | must be tcp://host:port",
                "thing | a/b | must be 1 to 128 plain characters, none of / + #",
                "thing | + | must be 1 to 128 plain characters",
                "thing | '' | must be 1 to 128 plain characters",
                "board | a b | must be the name of a board",
                "role | admin | must be viewer or operator",
                "role | Viewer | must be viewer or operator",
                "qos | 3 | must be a whole number from 0 to 2",
                "qos | -1 | must be a whole number from 0 to 2",
                "qos | one | must be a whole number from 0 to 2",
                "retain | yes | must be true or false",
                "state_on_connect | 1 | must be true or false",
                "event_topics | TRUE | must be true or false",
                "verify_hostname | no | must be true or false",
                "keep_alive_s | 0 | must be a whole number from 1 to 65535",
                "keep_alive_s | 65536 | must be a whole number from 1 to 65535",
                "queue_size | 0 | must be a whole number from 1 to 1000000",
                "backoff_min_ms | 9 | must be a whole number from 10 to 3600000",
                "backoff_max_ms | 99999999999 | must be a whole number from 10 to 3600000",
                "backoff_max_ms | 400 | must not be less than backoff_min_ms = 500",
                "status_topic | a/+/b | must be a topic",
                "status_topic | gpio/{thing}/5/write | must not be a topic of a pin or of the board",
                "status_topic | gpio/{thing}/5/state | must not be a topic of a pin or of the board",
                "status_topic | gpio/{thing}/error | must not be a topic of a pin or of the board, nor that of errors",
                "status_topic | edgepin/{thing}/5/edge | must not be a topic of a pin or of the board",
                "status_topic | edgepin/{thing}/5/gap | must not be a topic of a pin or of the board",
                "status_topic | edgepin/{thing}/board | must not be a topic of a pin or of the board",
                "trust_store | /etc/trust.p12 | must be empty unless the broker is ssl://",
                "key_store | /etc/key.p12 | must be empty unless the broker is ssl://",
                "user | $[secret:user] | nothing was found for it",
            })
    void areRefusedWithTheKeyTheValueAndWhatWouldBeRight(String key, String value, String right) {
        var configuration = new Configuration("main").with(key, value).properties();

        assertThatThrownBy(() -> Settings.of(configuration))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(key + " = ")
                .hasMessageContaining(right);
    }

    @Test
    void areRefusedForAKeyThatDoesNotExist() {
        var near = new Configuration("main").with("brocker", "tcp://h:1883").properties();
        assertThatThrownBy(() -> Settings.of(near))
                .hasMessage("brocker = tcp://h:1883: unknown key; did you mean broker?");

        var far = new Configuration("main").with("compression", "true").properties();
        assertThatThrownBy(() -> Settings.of(far))
                .hasMessageStartingWith("compression = true: unknown key; there are .key_store_password, .password, ")
                .hasMessageContaining("status_topic");
    }

    @Test
    void doNotShowASecretWhoseKeyIsMisspelt() {
        for (var wrong : List.of(".pasword=hunter2", "password=hunter2", "brocker=tcp://me:hunter2@h:1883")) {
            var equals = wrong.indexOf('=');
            var configuration = new Configuration("main")
                    .with(wrong.substring(0, equals), wrong.substring(equals + 1))
                    .properties();
            assertThatThrownBy(() -> Settings.of(configuration))
                    .hasMessageStartingWith(wrong.substring(0, equals) + ": unknown key; did you mean")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void areRefusedWithAllThatIsWrongAtOnce() {
        var configuration = new Configuration("main")
                .with("qos", "7")
                .with("retain", "maybe")
                .properties();

        assertThatThrownBy(() -> Settings.of(configuration)).hasMessageContainingAll("qos = 7", "retain = maybe");
    }

    @Test
    void areRefusedForASecretThatWasNotFound() {
        var configuration = new Configuration("main")
                .with("user", "gateway")
                .with(".password", "$[secret:mqtt]")
                .properties();

        assertThatThrownBy(() -> Settings.of(configuration))
                .hasMessage(".password = $[secret:mqtt]: nothing was found for it; must name something that exists");
    }

    @Test
    void areRefusedForAPasswordWithoutAUserAndDoNotShowIt() {
        var configuration =
                new Configuration("main").with(".password", "hunter2").properties();

        assertThatThrownBy(() -> Settings.of(configuration))
                .hasMessageStartingWith("user = : must be given with a .password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void areRefusedForALoginInTheUrlAndDoNotShowIt() {
        var configuration = new Configuration("main")
                .with("broker", "tcp://me:hunter2@h:1883")
                .properties();

        assertThatThrownBy(() -> Settings.of(configuration))
                .hasMessageStartingWith("broker = tcp://...@h:1883: must be")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void areRefusedForAStoreThatIsNotThereOrIsNone(@TempDir Path folder) throws IOException {
        var text = Files.writeString(folder.resolve("text.p12"), "not a key store");
        var configuration = new Configuration("main")
                .with("broker", "ssl://h:8883")
                .with("trust_store", text)
                .with("key_store", folder.resolve("absent.p12"))
                .properties();

        assertThatThrownBy(() -> Settings.of(configuration))
                .hasMessageContaining("trust_store = " + text + ": must be a PKCS12 or JKS file that"
                        + " .trust_store_password opens")
                .hasMessageContaining("key_store = " + folder.resolve("absent.p12"));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://localhost,false,localhost,1883",
        "tcp://my_broker:1884,false,my_broker,1884",
        "tcp://[::1]:1883,false,::1,1883",
        "ssl://broker.example.org:8884,true,broker.example.org,8884",
        "ssl://10.0.0.1,true,10.0.0.1,8883"
    })
    void takeABrokerWithAndWithoutAPort(String url, boolean tls, String host, int port) {
        assertThat(new Configuration("main").with("broker", url).settings().broker())
                .isEqualTo(new Broker(url, tls, host, port));
    }

    @Test
    void doNotShowAPassword() {
        var settings = new Configuration("main")
                .with("user", "me")
                .with(".password", "hunter2")
                .settings();

        assertThat(settings.password().text()).isEqualTo("hunter2");
        assertThat(settings.password().toString()).doesNotContain("hunter2");
    }

    @Test
    void haveTheirNameFromTheFile() {
        assertThat(new Configuration("cloud").settings()).hasToString("mqtt cloud");
    }
}
