package clusterlab.cluster.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cluster.HostException;
import clusterlab.spec.Endpoint;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.TargetSpec;
import clusterlab.spec.TargetSpec.TargetNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class UserCommandTest {
    @TempDir
    Path folder;

    @AfterEach
    void leavesNoFile() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("command-"));
        }
    }

    private static TargetNode node(String name, String host) {
        return new TargetNode(name, new Endpoint(host, 8080), Optional.empty(), host, Optional.empty());
    }

    private void run(Duration timeout, String... words) throws Exception {
        TargetSpec target = new TargetSpec(
                        "lab.json", Optional.empty(), List.of(node("WAS1", "10.0.0.1"), node("WAS2", "10.0.0.2")), "/")
                .withCommands(Map.of(NodeCommand.KILL, List.of(words)), timeout);
        new UserCommand(target, folder).run(NodeCommand.KILL, "WAS1", "WAS2");
    }

    @Test
    void eachWordIsOneArgumentAndNoShellReadsIt() throws Exception {
        Path out = folder.resolve("out");
        run(
                Duration.ofSeconds(20),
                "sh",
                "-c",
                "for word; do echo \"$word\"; done > " + out,
                "sh",
                "{node}@{host}",
                "$(touch " + folder.resolve("injected") + "); {url}",
                "{peer} {peer-host}",
                "{other}");

        assertThat(Files.readAllLines(out))
                .containsExactly(
                        "WAS1@10.0.0.1",
                        "$(touch " + folder.resolve("injected") + "); http://10.0.0.1:8080/",
                        "WAS2 10.0.0.2",
                        "{other}");
        assertThat(folder.resolve("injected")).doesNotExist();
    }

    @Test
    void exitCodeAndLastLineOfStderrAreTold() {
        assertThatThrownBy(
                        () -> run(Duration.ofSeconds(20), "sh", "-c", "echo one >&2; echo two >&2; echo >&2; exit 7"))
                .isInstanceOf(HostException.class)
                .hasMessage("--kill-command ended with exit code 7: two");
    }

    @Test
    void whatDoesNotEndIsStoppedWithAllThatItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        assertThatThrownBy(() -> run(
                        Duration.ofSeconds(1), "sh", "-c", "sleep 600 & echo $! > " + pid + "; echo stuck >&2; wait"))
                .hasMessage("--kill-command did not end within 1 s and was stopped: stuck");
        long child = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(child)
                        .filter(ProcessHandle::isAlive)
                        .flatMap(one -> one.info().command())
                        .filter(command -> command.endsWith("sleep")))
                .isEmpty();
    }

    /** As a start does: the server goes on and keeps stderr open. */
    @Test
    void programThatIsLeftRunningIsNotWaitedFor() throws Exception {
        Path pid = folder.resolve("pid");
        run(Duration.ofSeconds(20), "sh", "-c", "sleep 600 & echo $! > " + pid);
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        try {
            assertThat(child.isAlive()).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void missingProgramIsTold() {
        assertThatThrownBy(() -> run(Duration.ofSeconds(20), "/nowhere/kubectl"))
                .hasMessageStartingWith("--kill-command could not be run: ")
                .hasMessageContaining("/nowhere/kubectl");
    }
}
