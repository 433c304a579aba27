package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.LabProcess.Launcher;
import com.fasterxml.jackson.jr.ob.JSON;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user types once and forgets: a lab in the background, its files of options, and the browser. */
class BackgroundIT {
    private static final String PORTS = "--http-port=0 --ajp-port=0 --receiver-port=0 --front-port=0 --admin-port=0";

    @TempDir
    Path temp;

    /** Whatever a test leaves, so that none outlives it. */
    @AfterEach
    void stopAll() throws Exception {
        try (LabProcess stop = Launcher.here(temp).run("ctl", "stop", "--all")) {
            stop.awaitExit();
        }
    }

    private List<Map<String, Object>> labs() throws Exception {
        try (LabProcess list = Launcher.here(temp).run("ctl", "ls", "--json")) {
            assertThat(list.awaitExit()).isZero();
            return list.out().stream().map(BackgroundIT::json).toList();
        }
    }

    private static Map<String, Object> json(String line) {
        try {
            return JSON.std.mapFrom(line);
        } catch (java.io.IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theLabOutlivesItsCommandInASessionOfItsOwn() throws Exception {
        Map<String, Object> ready;
        try (LabProcess command = Launcher.here(temp).runOnAnyPorts("-d", "--json", "--nodes", "2")) {
            ready = command.awaitReady();
            assertThat(command.awaitExit()).as(command::toString).isZero();
            assertThat(command.out()).hasSize(1);
            assertThat(command.err()).isEmpty();
        }
        Path folder = Path.of(ready.get("dir").toString());
        assertThat(folder.resolve("lab.log")).exists();
        List<Map<String, Object>> labs = labs();
        assertThat(labs).hasSize(1);
        String pid = labs.get(0).get("pid").toString();
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        // After the name in brackets: state ppid pgrp session, see proc(5).
        assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5)[3]).isEqualTo(pid);
        for (String descriptor : List.of("1", "2")) {
            assertThat(Files.readSymbolicLink(Path.of("/proc", pid, "fd", descriptor)))
                    .isEqualTo(Path.of("/dev/null"));
        }
        // It does serve.
        assertThat(new Browser().open(ready.get("front").toString()).body()).contains("Session Counter = 1<");
        try (LabProcess stop = Launcher.here(temp).run("ctl", "stop", "--all")) {
            assertThat(stop.awaitExit()).isZero();
            assertThat(stop.out()).containsExactly("Stopped " + labs.get(0).get("name") + ".");
        }
        assertThat(folder).doesNotExist();
        assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty();
        assertThat(labs()).isEmpty();
    }

    @Test
    void aBootThatFailsIsToldAndLeavesNothing() throws Exception {
        Path app = Files.createDirectories(temp.resolve("app/WEB-INF"));
        Files.writeString(
                app.resolve("web.xml"),
                "<web-app><listener><listener-class>no.Such</listener-class></listener></web-app>");
        try (LabProcess command = Launcher.here(temp)
                .runOnAnyPorts(
                        "-d", "--nodes", "1", "--webapp", temp.resolve("app").toString())) {
            assertThat(command.awaitExit()).as(command::toString).isEqualTo(69);
            assertThat(command.err()).anySatisfy(line -> assertThat(line).startsWith("cluster-lab: "));
            assertThat(command.out()).isEmpty();
            assertThat(command.leftBehind()).isEmpty();
        }
        assertThat(labs()).isEmpty();
    }

    @Test
    void whatIsUsedWronglyIsRefusedAsInTheForeground() throws Exception {
        try (LabProcess command = Launcher.here(temp).run("-d", "--nodes", "0")) {
            assertThat(command.awaitExit()).isEqualTo(64);
            assertThat(command.err()).hasSize(1);
            assertThat(command.leftBehind()).isEmpty();
        }
    }

    /**
     * The signal comes while the lab boots, or before its JVM has begun: both end, and the exit code says that nothing is ready. A JVM that
     * was started with SIGINT ignored, as by {@code nohup … &}, would not see that; SIGTERM takes the same way.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @EnabledOnOs(OS.LINUX)
    void anEarlyEndTakesTheLabWithIt(boolean boots) throws Exception {
        Path app = Files.createDirectories(temp.resolve("slow/WEB-INF"));
        Files.writeString(temp.resolve("slow/index.jsp"), "ok");
        Files.writeString(app.resolve("web.xml"), "<web-app><distributable/></web-app>");
        try (LabProcess command = Launcher.here(temp)
                .runOnAnyPorts(
                        "-d",
                        "--nodes",
                        "8",
                        "--process",
                        "--webapp",
                        temp.resolve("slow").toString())) {
            eventually("the lab has begun").untilAsserted(() -> assertThat(
                            boots ? !command.leftBehind().isEmpty() : command.hasChild())
                    .isTrue());
            command.signal("TERM");
            assertThat(command.awaitExit()).as(command::toString).isEqualTo(130);
            eventually("nothing is left")
                    .untilAsserted(() -> assertThat(command.leftBehind()).isEmpty());
        }
        assertThat(labs()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void openShowsTheDashboard() throws Exception {
        Path bin = Files.createDirectory(temp.resolve("bin"));
        Path browser = Files.writeString(
                bin.resolve("xdg-open"),
                "#!/bin/sh\nprintf '%s' \"$1\" >'" + temp + "/opened.tmp' && mv '" + temp + "/opened.tmp' '" + temp
                        + "/opened'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (LabProcess lab = Launcher.here(temp)
                .runIn(
                        "PATH='" + bin + "':$PATH exec \"$@\"",
                        "--json",
                        "--open",
                        "--nodes",
                        "1",
                        "--http-port=0",
                        "--ajp-port=0",
                        "--receiver-port=0",
                        "--front-port=0",
                        "--admin-port=0")) {
            Map<String, Object> ready = lab.awaitReady();
            eventually("the browser is called")
                    .untilAsserted(() -> assertThat(temp.resolve("opened")).exists());
            URI opened = URI.create(Files.readString(temp.resolve("opened")));
            assertThat(opened.toString()).startsWith(ready.get("admin").toString());
            assertThat(opened.getQuery()).contains(ready.get("token").toString());
            lab.signal("TERM");
            assertThat(lab.awaitExit()).isZero();
        }
    }

    @Test
    void openWithoutADashboardIsRefused() throws Exception {
        try (LabProcess lab = Launcher.here(temp).run("--open", "--admin-port", "none")) {
            assertThat(lab.awaitExit()).isEqualTo(64);
            assertThat(lab.err()).hasSize(1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theBeginningOfTheHelpIsReadWithoutAWarning() throws Exception {
        for (String words : List.of("--config=none --help", "experiment list")) {
            // The reader ends before the JVM prints; in sh the exit code of the pipe is that of the reader.
            try (LabProcess help = Launcher.here(temp).runIn("{ $* " + words + "; echo code $? >&2; } | :")) {
                assertThat(help.awaitExit()).isZero();
                assertThat(help.err()).containsExactly("code 0");
            }
        }
    }

    /** script(1) gives the command a terminal. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aTerminalShowsTheStepsOfTheBoot() throws Exception {
        try (LabProcess command =
                Launcher.here(temp).runIn("script -qec \"$*\" /dev/null", "-d", "--nodes=2", "--config=none", PORTS)) {
            assertThat(command.awaitExit()).as(command::toString).isZero();
            String shown = String.join("\n", command.out());
            assertThat(shown)
                    .containsSubsequence(
                            "cluster-lab …",
                            "Preparing",
                            "Starting: 0 of 2 nodes",
                            "Probing: a session is written",
                            "Ready in");
            // Its terminal is gone; the lab is not.
            assertThat(labs()).hasSize(1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFailedBootEndsWithItsSentenceOnATerminal() throws Exception {
        Path app = Files.createDirectories(temp.resolve("app/WEB-INF"));
        Files.writeString(
                app.resolve("web.xml"),
                "<web-app><listener><listener-class>no.Such</listener-class></listener></web-app>");
        try (LabProcess command = Launcher.here(temp)
                .runIn("script -qec \"$*\" /dev/null", "--nodes=1", "--webapp=" + temp.resolve("app"), PORTS)) {
            assertThat(command.awaitExit()).as(command::toString).isEqualTo(69);
            String last = command.out().get(command.out().size() - 1);
            assertThat(last.substring(last.lastIndexOf('\033') + 1)).doesNotContain("Starting", "Preparing");
        }
    }

    @Test
    void aSavedLabStartsAgain() throws Exception {
        try (LabProcess save =
                Launcher.here(temp).run("--save", "mine", "--dry-run", "--nodes", "2", "--http-port", "0")) {
            assertThat(save.awaitExit()).isZero();
        }
        try (LabProcess lab = Launcher.here(temp).runOnAnyPorts("--load", "mine", "--json", "--dry-run")) {
            assertThat(lab.awaitExit()).as(lab::toString).isZero();
            assertThat(json(lab.out().get(0)).get("nodes")).asList().hasSize(2);
        }
    }
}
