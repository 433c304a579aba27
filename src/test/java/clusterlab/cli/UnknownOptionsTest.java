package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistyped option is refused by each command: in a build nobody would miss what it asked for. */
class UnknownOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor shop.war --fromat sarif",
                "doctor shop.war more.war",
                "lint server.xml --bogus",
                "check DIR --bogus",
                "ctl ls --bogus",
                "fetch tomcat 11.0.24 --bogus",
                "completion bash --bogus",
                "experiment failover --bogus",
                "verify shop.war --bogus",
                "record shop.war --bogus",
                "export httpd --bogus",
                "run --bogus",
                "--bogus"
            })
    void isRefused(String line) {
        assertThat(Main.commandLine().execute(line.split(" "))).isEqualTo(64);
    }
}
