package clusterlab.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {
    @Test
    void isWhatTheUserTyped() {
        assertThat(Invocation.command(null, "target/cluster-lab.jar")).isEqualTo("java -jar target/cluster-lab.jar");
        assertThat(Invocation.command(null, "my labs/cluster-lab.jar"))
                .isEqualTo("java -jar 'my labs/cluster-lab.jar'");
        assertThat(Invocation.command("scripts/cluster-lab", "/x/target/cluster-lab.jar"))
                .isEqualTo("scripts/cluster-lab");
    }

    @Test
    void withoutAJarItIsTheName() {
        assertThat(Invocation.command(null, "target/classes" + java.io.File.pathSeparator + "a.jar"))
                .isEqualTo("cluster-lab");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Next: cluster-lab verify shop.war          | Next: java -jar x.jar verify shop.war
            java -jar cluster-lab.jar @lab.options     | java -jar x.jar @lab.options
            get it with: cluster-lab fetch tomcat 11   | get it with: java -jar x.jar fetch tomcat 11
            cluster-lab --cluster FILE; cluster-lab -d | java -jar x.jar --cluster FILE; java -jar x.jar -d
            """)
    void commandsInSentencesBecomeIt(String sentence, String pasted) {
        assertThat(Invocation.in(sentence, "java -jar x.jar")).isEqualTo(pasted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster-lab: --nodes 0: use a number",
                "this cluster-lab reads format 3",
                "a2enconf cluster-lab && apachectl configtest",
                "/home/me/cluster-lab --keep",
                "cluster-lab recorded it"
            })
    void theNameAloneStays(String sentence) {
        assertThat(Invocation.in(sentence, "java -jar x.jar")).isEqualTo(sentence);
    }
}
