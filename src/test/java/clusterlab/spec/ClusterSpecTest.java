package clusterlab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterSpecTest {
    @Test
    void aBuilderThatBeginsWithASpecForgetsNothingOfIt() {
        ClusterSpec spec = ClusterSpec.builder(Preset.TUTORIAL)
                .nodes(5)
                .httpPort(9001)
                .ajpPort(9101)
                .receiverPort(9201)
                .portStep(7)
                .frontPort(9301)
                .adminPort(9401)
                .manager(ManagerSpec.Kind.BACKUP)
                .sendOptions(ChannelSpec.ACK)
                .encrypt(true)
                .sticky(false)
                .ajpSecret(Secret.random())
                .webapp(Path.of("app"))
                .contextPath("/shop")
                .dir(Path.of("run"))
                .keep(true)
                .lifecycle(NodeLifecycle.STOCK)
                .tomcat(new NodeRuntime.TomcatHome("9.0.117", Path.of("tomcat")))
                .readyTimeout(Duration.ofSeconds(7))
                .build();
        assertThat(spec.toBuilder().build()).isEqualTo(spec);
        ClusterSpec without = spec.toBuilder().noAdmin().build();
        assertThat(without.toBuilder().build()).isEqualTo(without);
    }
}
