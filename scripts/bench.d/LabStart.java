import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** cluster-lab itself, started with one command line. */
final class LabStart implements Candidate {
    private final String name;
    private final String description;
    private final List<String> command;
    private final boolean withoutLab;

    LabStart(String name, String description, List<String> program, String... options) {
        this(false, name, description, program, options);
    }

    /** The same; its memory is that of the nodes, which have processes of their own. */
    static LabStart ofNodes(String name, String description, List<String> program, String... options) {
        return new LabStart(true, name, description, program, options);
    }

    private LabStart(boolean withoutLab, String name, String description, List<String> program, String... options) {
        this.withoutLab = withoutLab;
        this.name = name;
        this.description = description;
        this.command = new ArrayList<>(program);
        command.addAll(List.of(options));
        command.addAll(List.of("--json"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description + "; ready: the ready line was read and each node answers 200";
    }

    @Override
    public Sample measure(Path folder) throws Exception {
        long start = System.nanoTime();
        long deadline = start + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try (LabProcess lab = new LabProcess(command, folder.resolve("stderr"))) {
            Map<String, Object> line = lab.awaitReady(LIMIT_SECONDS);
            for (String url : LabProcess.addresses(line)) {
                if (!Machine.await(deadline, () -> Machine.answers(url))) {
                    throw new IOException(url + " does not answer 200");
                }
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            List<Long> pids = new ArrayList<>(Children.pids(lab.processes()));
            pids.removeIf(pid -> withoutLab && pid == lab.pid());
            OptionalLong pss = Machine.pssKib(pids);
            return new Sample(true, millis, pss, Machine.heapKib(lab.pid()));
        }
    }
}
