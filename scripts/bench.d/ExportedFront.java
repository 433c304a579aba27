import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** HAProxy, nginx or httpd with the configuration that {@code cluster-lab export} writes, in front of running nodes. */
final class ExportedFront {
    private static final long ANSWER_SECONDS = 10;

    private ExportedFront() {}

    /** HAProxy; the address that it serves. */
    static String haproxy(Path root, Path work, List<String> nodes) throws Exception {
        return start(
                root, work, "haproxy", "haproxy.cfg", nodes, UnaryOperator.identity(), List.of("haproxy", "-db", "-f"));
    }

    /** nginx as exported: a new connection to the node for each request, and a log of them. */
    static String nginx(Path root, Path work, List<String> nodes) throws Exception {
        return nginx(root, work.resolve("nginx"), nodes, UnaryOperator.identity());
    }

    /** nginx as people tune it: connections to the nodes are kept, and nothing is logged. */
    static String nginxKept(Path root, Path work, List<String> nodes) throws Exception {
        return nginx(
                root, work.resolve("nginx-kept"), nodes, text -> text.replaceFirst("access_log .*;", "access_log off;")
                        .replaceAll("(upstream \\S+ \\{)", "$1\n    keepalive 32;"));
    }

    /** httpd with mod_jk, before nodes with these AJP ports and this secret. */
    static String modJk(Path root, Path folder, List<Integer> ajpPorts, String secret) throws Exception {
        Path log = folder.resolveSibling("httpd.stderr");
        export(root, folder, log, "httpd", ajpPorts.size());
        int port = Machine.freeTcpPorts(1).get(0);
        for (String file : List.of("httpd.conf", "mod_jk.conf")) {
            edit(folder.resolve(file), text -> text.replace("127.0.0.1:8080", "127.0.0.1:" + port));
        }
        edit(folder.resolve("workers.properties"), text -> {
            String ours = text.replaceFirst("(template\\.secret)=.*", "$1=" + secret);
            for (int i = 0; i < ajpPorts.size(); i++) {
                ours = ours.replaceFirst("(worker\\.node" + (i + 1) + "\\.port)=.*", "$1=" + ajpPorts.get(i));
            }
            return ours;
        });
        String httpd = Files.exists(Path.of("/usr/sbin/apache2")) ? "apache2" : "httpd";
        Children.start(tool(
                log,
                List.of(
                        httpd,
                        "-DFOREGROUND",
                        "-f",
                        folder.resolve("httpd.conf").toString())));
        return answering("http://127.0.0.1:" + port + "/", log);
    }

    private static String nginx(Path root, Path folder, List<String> nodes, UnaryOperator<String> tuned)
            throws Exception {
        return start(
                root,
                folder,
                "nginx",
                "nginx.conf",
                nodes,
                tuned,
                List.of("nginx", "-p", folder.toString(), "-g", "daemon off;", "-c"));
    }

    private static String start(
            Path root,
            Path folder,
            String kind,
            String file,
            List<String> nodes,
            UnaryOperator<String> tuned,
            List<String> command)
            throws IOException, InterruptedException {
        Path log = Files.createDirectories(folder.getParent() == null ? folder : folder.getParent())
                .resolve(kind + ".stderr");
        export(root, folder, log, kind, nodes.size());
        int port = Machine.freeTcpPorts(1).get(0);
        Path configuration = folder.resolve(file);
        edit(configuration, exported -> {
            String text = tuned.apply(exported).replace("127.0.0.1:8080", "127.0.0.1:" + port);
            for (int i = 0; i < nodes.size(); i++) {
                String address = nodes.get(i).replaceFirst("http://([^/]*)/.*", "$1");
                text = text.replace("127.0.0.1:808" + (i + 1), address)
                        .replace("127\\.0\\.0\\.1:808" + (i + 1), address.replace(".", "\\."));
            }
            return text;
        });
        List<String> all = new ArrayList<>(command);
        all.add(configuration.toString());
        Children.start(tool(log, all));
        return answering("http://127.0.0.1:" + port + "/", log);
    }

    private static String answering(String url, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        if (!Machine.await(deadline, () -> Machine.answers(url))) {
            throw new IOException("the front at " + url + " does not answer; see " + log);
        }
        return url;
    }

    private static void edit(Path file, UnaryOperator<String> change) throws IOException {
        Files.writeString(file, change.apply(Files.readString(file)));
    }

    private static void export(Path root, Path folder, Path log, String kind, int nodes)
            throws IOException, InterruptedException {
        Machine.delete(folder);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                root.resolve("target/cluster-lab.jar").toString(),
                "export",
                kind,
                "--nodes",
                Integer.toString(nodes),
                "--out",
                folder.toString());
        Process process = Children.start(tool(log, command));
        int code = process.waitFor();
        Children.end(List.of(process));
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }

    private static ProcessBuilder tool(Path log, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().merge("PATH", "/usr/sbin:/usr/local/sbin", (path, more) -> path + ":" + more);
        return builder;
    }
}
