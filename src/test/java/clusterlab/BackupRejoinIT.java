package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.event.Event;
import clusterlab.event.Stamped;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.Preset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * BackupManager: a node comes back while clients of the others begin sessions without a pause. What begins between its
 * transfer and the moment when the others know its map is never sent to it; everything else is there, and the lab says
 * what is not.
 */
class BackupRejoinIT {
    private static final int ROUNDS = 10;
    private static final Pattern LACKS = Pattern.compile("lacks (\\d+) sessions? that began while it joined; .*");

    @Test
    void nodeComesBackWhileSessionsBegin() throws Exception {
        try (RunningLab lab = RunningLab.boot(
                RunningLab.spec().manager(ManagerSpec.Kind.BACKUP).membership(Preset.MULTICAST))) {
            AtomicBoolean running = new AtomicBoolean(true);
            List<Thread> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    String url = lab.url(i);
                    Thread client = new Thread(() -> beginSessions(url, running), "load-" + i);
                    client.start();
                    clients.add(client);
                }
                for (int round = 0; round < ROUNDS; round++) {
                    lab.lab().cluster().kill("node3");
                    Set<String> before =
                            new HashSet<>(lab.lab().cluster().sessions().idsOn("node1"));
                    lab.lab().cluster().start("node3");
                    assertThat(lab.lab().cluster().sessions().idsOn("node3")).containsAll(before);
                }
            } finally {
                running.set(false);
                for (Thread client : clients) {
                    client.join();
                }
            }
            Set<String> lacks = new HashSet<>(lab.lab().cluster().sessions().idsOn("node1"));
            lacks.removeAll(lab.lab().cluster().sessions().idsOn("node3"));
            assertThat(toldOf(lab)).as("the last return").isEqualTo(lacks.size());
        }
    }

    /** How many sessions the last return is said to lack. */
    private static int toldOf(RunningLab lab) {
        int lacks = 0;
        for (Stamped stamped : lab.lab().events().after(0, Integer.MAX_VALUE)) {
            if (stamped.event() instanceof Event.NodeChanged changed
                    && changed.to().equals("UP")) {
                lacks = 0;
            } else if (stamped.event() instanceof Event.LogWarning warning) {
                Matcher said = LACKS.matcher(warning.text());
                lacks = said.matches() ? Integer.parseInt(said.group(1)) : lacks;
            }
        }
        return lacks;
    }

    private static void beginSessions(String url, AtomicBoolean running) {
        while (running.get()) {
            try {
                new Browser().open(url);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
