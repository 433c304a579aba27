import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * {@code scripts/bench front}: requests per second and latencies of the counter page, directly on a node and through each
 * front. The labs run at the same time, but only one is under load. One run measures all ways in turn, so that other load on
 * the machine affects all of them.
 */
final class FrontBench {
    private static final long READY_SECONDS = 60;

    private FrontBench() {}

    public static void main(String[] args) throws Exception {
        LoadOptions options = LoadOptions.of("front", args);
        Path root = Path.of(System.getProperty("bench.root"));
        Path work = Files.createDirectories(root.resolve("target/bench/front"));
        Loads loads = new Loads();
        Map<String, Wrk> ways = new LinkedHashMap<>();
        List<LabProcess> labs = new ArrayList<>();
        try {
            LabProcess embedded = LabProcess.jar(root, work.resolve("embedded.stderr"), "--front", "embedded");
            labs.add(embedded);
            Map<String, Object> ready = embedded.awaitReady(READY_SECONDS);
            loads.way("direct", "wrk to one node's HTTP port, which replicates to two others");
            ways.put("direct", new Wrk(LabProcess.addresses(ready).get(0), work.resolve("direct.lua")));
            loads.way("embedded", "wrk to --front embedded, three nodes in the same JVM");
            ways.put("embedded", new Wrk(ready.get("front").toString(), work.resolve("embedded.lua")));
            List<String> nodes = LabProcess.addresses(ready);
            loads.way("haproxy", "wrk to HAProxy as exported, before the same three nodes");
            ways.put(
                    "haproxy",
                    new Wrk(ExportedFront.haproxy(root, work.resolve("haproxy"), nodes), work.resolve("haproxy.lua")));
            loads.way("nginx", "wrk to nginx as exported, before the same three nodes");
            ways.put("nginx", new Wrk(ExportedFront.nginx(root, work, nodes), work.resolve("nginx.lua")));
            loads.way("nginx kept", "the same with kept connections to the nodes and without a log");
            ways.put("nginx kept", new Wrk(ExportedFront.nginxKept(root, work, nodes), work.resolve("nginx-kept.lua")));
            for (String connector : List.of("mod_jk", "mod_proxy")) {
                LabProcess lab = LabProcess.jar(
                        root, work.resolve(connector + ".stderr"), "--front", "httpd", "--connector", connector);
                labs.add(lab);
                String front = lab.awaitReady(READY_SECONDS).get("front").toString();
                loads.way(connector, "wrk to --front httpd --connector " + connector);
                ways.put(connector, new Wrk(front, work.resolve(connector + ".lua")));
            }
            loads.measure(options, ways);
        } catch (java.io.IOException failure) {
            System.err.println("bench front: " + failure.getMessage() + "; see " + work);
            System.err.println(Files.list(work)
                    .filter(file -> file.toString().endsWith(".stderr"))
                    .map(FrontBench::text)
                    .reduce("", String::concat)
                    .strip());
            System.exit(69);
        } finally {
            labs.forEach(LabProcess::close);
        }
        judge(loads);
        loads.print(options.runs());
        loads.write(root.resolve("target/bench/front.json"));
        System.exit(loads.failed() ? 1 : 0);
    }

    private static void judge(Loads loads) {
        loads.atLeast("embedded", "direct", 0.75, "a node's");
        loads.atLeast("embedded", "mod_jk", 1.8, "mod_jk's");
        loads.atLeast("embedded", "haproxy", 1.2, "HAProxy's");
        loads.atLeast("embedded", "nginx", 1.2, "nginx's as exported");
        loads.atLeast("embedded", "nginx kept", 1.2, "nginx's with kept connections");
        for (String other : List.of("mod_jk", "haproxy", "nginx", "nginx kept")) {
            loads.target(new Results.Target(
                    "embedded, p99 as a multiple of that of " + other,
                    1,
                    false,
                    loads.ratio("embedded", other, Wrk.Sample::p99Millis)));
        }
        OptionalDouble cost = loads.ratio("embedded", "direct", Wrk.Sample::perSecond);
        if (cost.isPresent()) {
            System.out.printf(
                    Locale.ROOT,
                    "%nThe embedded front reaches %.2f of a node's requests/s, mod_jk %.2f, mod_proxy %.2f.%n",
                    cost.getAsDouble(),
                    loads.ratio("mod_jk", "direct", Wrk.Sample::perSecond).orElse(Double.NaN),
                    loads.ratio("mod_proxy", "direct", Wrk.Sample::perSecond).orElse(Double.NaN));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException unreadable) {
            return "";
        }
    }
}
