package clusterlab.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A small process beside a lab with frozen nodes: a frozen node can't notice that its lab was killed. It reads process ids from its
 * input, and when that ends, it ends those processes.
 *
 * <p>Arguments: the process id of the lab, and the temporary run folder that it removes if the lab was killed, or nothing.
 */
public final class Guardian {
    private Guardian() {}

    /** Reads lines with the id and the start of a process, such as {@code 4711 2026-11-28T01:02:03.450Z}. */
    public static void main(String[] arguments) throws IOException {
        Interrupts.ignore();
        Map<Long, Instant> frozen = new LinkedHashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int blank = line.indexOf(' ');
                frozen.put(Long.parseLong(line.substring(0, blank)), Instant.parse(line.substring(blank + 1)));
                System.out.println(line);
            }
        } finally {
            frozen.forEach((pid, started) -> ProcessHandle.of(pid)
                    .filter(process ->
                            process.info().startInstant().map(started::equals).orElse(false))
                    .ifPresent(ProcessHandle::destroyForcibly));
        }
        if (arguments.length > 1 && OrphanFolder.isAbandoned(Long.parseLong(arguments[0]))) {
            OrphanFolder.remove(arguments[1]);
        }
    }
}
