import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code scripts/bench counter}: requests per second of the session counter with synchronous replication, on three stock Tomcats in
 * processes of their own and on a lab's three nodes, which watch and report all events. Same clients, same HAProxy, same
 * {@code channelSendOptions}; both run at the same time, but only one is under load.
 */
final class CounterBench {
    private static final long READY_SECONDS = 60;
    private static final double LEAST = 2.5;

    private CounterBench() {}

    public static void main(String[] args) throws Exception {
        if (args.length < 2 || !args[0].equals("--tomcat")) {
            System.err.println("bench counter: scripts/bench names the folder of the stock Tomcat with --tomcat");
            System.exit(64);
        }
        LoadOptions options = LoadOptions.of("counter", Arrays.copyOfRange(args, 2, args.length));
        Path root = Path.of(System.getProperty("bench.root"));
        Path work = root.resolve("target/bench/counter");
        Machine.delete(work);
        Files.createDirectories(work);
        Loads loads = new Loads();
        Map<String, Wrk> ways = new LinkedHashMap<>();
        try (LabProcess lab = LabProcess.jar(root, work.resolve("lab.stderr"), "--front", "embedded")) {
            var stock = StockCluster.synchronous(Path.of(args[1]), root.resolve("webapp"))
                    .start(work.resolve("stock"));
            var ready = lab.awaitReady(READY_SECONDS);
            var nodes = LabProcess.addresses(ready);
            loads.way("stock", "wrk to HAProxy as exported, before three stock Tomcats, sync");
            ways.put(
                    "stock",
                    wrk(ExportedFront.haproxy(root, work.resolve("stock-haproxy"), stock.urls()), work, "stock"));
            loads.way("stock mod_jk", "wrk to httpd with mod_jk as exported, before the same: the whole tutorial");
            ways.put(
                    "stock mod_jk",
                    wrk(
                            ExportedFront.modJk(root, work.resolve("stock-httpd"), stock.ajpPorts(), stock.secret()),
                            work,
                            "stock-mod_jk"));
            loads.way("lab", "wrk to the same HAProxy before the lab's three nodes, sync, all events");
            ways.put("lab", wrk(ExportedFront.haproxy(root, work.resolve("lab-haproxy"), nodes), work, "lab"));
            loads.way("lab embedded", "wrk to the lab's own front");
            ways.put("lab embedded", wrk(ready.get("front").toString(), work, "embedded"));
            loads.way("stock direct", "wrk to one stock Tomcat, which replicates to two others");
            ways.put("stock direct", wrk(stock.urls().get(0), work, "stock-direct"));
            loads.way("lab direct", "wrk to one node of the lab, which replicates to two others");
            ways.put("lab direct", wrk(nodes.get(0), work, "lab-direct"));
            loads.measure(options, ways);
        }
        loads.atLeast("lab embedded", "stock mod_jk", LEAST, "stock mod_jk");
        loads.atLeast("lab", "stock", LEAST, "stock");
        loads.atLeast("lab direct", "stock direct", LEAST, "stock direct");
        loads.print(options.runs());
        loads.write(root.resolve("target/bench/counter.json"));
        System.exit(loads.failed() ? 1 : 0);
    }

    private static Wrk wrk(String url, Path work, String name) throws Exception {
        return new Wrk(url, work.resolve(name + ".lua"));
    }
}
