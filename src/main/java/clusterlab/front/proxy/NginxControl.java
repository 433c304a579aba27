package clusterlab.front.proxy;

import clusterlab.export.proxy.NginxText;
import clusterlab.front.Balancer.Worker;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.front.Balancer.Worker.State;
import clusterlab.front.program.FrontControl;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What nginx's log says of its tries: nginx without its commercial part has no page of its workers. A node whose last try failed is
 * ERR until one succeeds.
 */
final class NginxControl implements FrontControl {
    /** A page that says which configuration nginx has. */
    static final String PATH = "/cluster-lab-front/generation";

    private static final int TIMEOUT_MILLIS = 5000;

    /** The end of a line: tries=127.0.0.1:8081, 127.0.0.1:8082,502, 200. */
    private static final Pattern TRIES = Pattern.compile(" tries=(.*)$");

    private final String url;
    private final NginxBalancer.Program program;
    private final Map<Integer, Tries> byPort = new HashMap<>();
    private long read;

    NginxControl(Topology topology, NginxBalancer.Program program) {
        this.url = "http://" + Topology.LOOPBACK + ":" + topology.frontPort() + PATH;
        this.program = program;
    }

    /** Of one node. */
    private static final class Tries {
        private long all;
        private long failed;
        private boolean lastFailed;
    }

    @Override
    public synchronized View view() throws IOException {
        if (!generation().equals("generation-" + program.generation() + "\n")) {
            throw new IOException("it still has the old configuration");
        }
        // An old worker takes requests until it says in its title that it ends (ngx_worker_process_cycle).
        long serving = program.titles().stream()
                .filter(line -> line.contains("nginx: worker process") && !line.contains("shutting down"))
                .count();
        if (serving > 1) {
            throw new IOException("a worker with the old configuration still serves");
        }
        readLog();
        Map<String, Seen> workers = new LinkedHashMap<>();
        for (NodeSpec node : program.topology().nodes()) {
            Tries tries = byPort.getOrDefault(node.httpPort(), new Tries());
            workers.put(
                    node.name(),
                    new Seen(
                            new Worker(
                                    node.name(),
                                    tries.lastFailed ? State.ERR : State.OK,
                                    activation(node.name()),
                                    tries.all,
                                    tries.failed),
                            node.httpPort()));
        }
        return new View(workers, program.sticky());
    }

    private Activation activation(String node) {
        return switch (program.activation(node)) {
            case ACTIVE -> Activation.ACT;
            case DISABLED -> Activation.DIS;
            case STOPPED -> Activation.STP;
        };
    }

    /** nginx takes an activation from its file: {@link NginxBalancer#activate}. */
    @Override
    public void activate(String node, Activation activation) {
        throw new UnsupportedOperationException("nginx has no command for it");
    }

    private void readLog() throws IOException {
        Path log = program.dir().resolve(NginxText.LOGS).resolve("access.log");
        if (!Files.exists(log)) {
            return;
        }
        byte[] more;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(read);
            more = new byte[(int) Math.min(file.length() - read, 50_000_000)];
            file.readFully(more);
        }
        int end = more.length;
        while (end > 0 && more[end - 1] != '\n') {
            end--;
        }
        read += end;
        new String(more, 0, end, StandardCharsets.ISO_8859_1).lines().forEach(this::line);
    }

    private void line(String line) {
        Matcher found = TRIES.matcher(line);
        if (!found.find()) {
            return;
        }
        String[] words = found.group(1).split(",", -1);
        int count = words.length / 2;
        for (int i = 0; i < count; i++) {
            String address = words[i].strip();
            String digits = address.substring(address.lastIndexOf(':') + 1);
            if (digits.matches("\\d{1,5}")) {
                Tries tries = byPort.computeIfAbsent(Integer.parseInt(digits), port -> new Tries());
                String status = words[count + i].strip();
                tries.lastFailed = status.equals("502") || status.equals("504");
                tries.all++;
                tries.failed += tries.lastFailed ? 1 : 0;
            }
        }
    }

    private String generation() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        // A kept connection would belong to a process that a graceful restart soon replaces.
        connection.setRequestProperty("Connection", "close");
        try {
            if (connection.getResponseCode() != 200) {
                throw new IOException("nginx's page answered " + connection.getResponseCode() + ".");
            }
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
