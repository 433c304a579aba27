import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code scripts/bench clients}: what idle clients with kept connections cost the embedded front. Each sends one request, stays, and
 * sends another one at the end. The page does not exist, so that no session is counted.
 */
final class ClientsBench {
    private static final long READY_SECONDS = 60;
    private static final int PATIENCE_MILLIS = 10_000;

    /** "Other" of the JVM's native memory: the buffers outside of the heap. */
    private static final Pattern DIRECT = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");

    private ClientsBench() {}

    public static void main(String[] args) throws Exception {
        int clients = 2000;
        if (args.length == 2 && args[0].equals("--clients") && args[1].matches("[1-9]\\d{0,3}")) {
            clients = Integer.parseInt(args[1]);
        } else if (args.length > 0) {
            System.err.println("bench clients: there is --clients N, 1 to 9999");
            System.exit(64);
        }
        Path root = Path.of(System.getProperty("bench.root"));
        Path folder = Files.createDirectories(root.resolve("target/bench"));
        List<Results.Target> targets = new ArrayList<>();
        try (LabProcess lab = LabProcess.jar(
                root,
                folder.resolve("clients.stderr"),
                List.of("-XX:NativeMemoryTracking=summary"),
                List.of("--front", "embedded"))) {
            URI front = URI.create(lab.awaitReady(READY_SECONDS).get("front").toString());
            // What the first ones leave behind is not theirs.
            close(open(front, 100));
            long before = kib(lab);
            List<Socket> open = open(front, clients);
            double bytes = 1024.0 * (kib(lab) - before) / clients;
            int served = 0;
            for (Socket client : open) {
                served += answered(client) ? 1 : 0;
            }
            close(open);
            System.out.printf(Locale.ROOT, "%d idle clients of the front, %d answered again.%n", open.size(), served);
            targets.add(new Results.Target(
                    "bytes of heap and buffers for each idle client", 4096, false, OptionalDouble.of(bytes)));
            targets.add(new Results.Target(
                    "clients that were refused or cut off", 0, false, OptionalDouble.of(clients - served)));
        }
        Results.print(targets);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("clients", clients);
        all.put("targets", Results.json(targets));
        JSON.std
                .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                .write(all, folder.resolve("clients.json").toFile());
        System.out.println("\nWritten to " + folder.resolve("clients.json"));
        System.exit(targets.stream().allMatch(Results.Target::met) ? 0 : 1);
    }

    /** Live objects and direct buffers of the lab. */
    private static long kib(LabProcess lab) throws IOException, InterruptedException {
        long heap = Machine.heapKib(lab.pid()).orElseThrow(() -> new IOException("the JVM shows no heap"));
        Matcher direct = DIRECT.matcher(Machine.jcmd(lab.pid(), "VM.native_memory"));
        if (!direct.find()) {
            throw new IOException("the JVM shows no native memory");
        }
        return heap + Long.parseLong(direct.group(1));
    }

    private static List<Socket> open(URI front, int clients) throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Socket client = new Socket(front.getHost(), front.getPort());
            client.setSoTimeout(PATIENCE_MILLIS);
            if (!answered(client)) {
                throw new IOException("client " + (i + 1) + " got no answer");
            }
            open.add(client);
        }
        return open;
    }

    private static void close(List<Socket> clients) throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    /** Whether a request on this connection is answered; the connection stays. */
    private static boolean answered(Socket client) {
        try {
            client.getOutputStream()
                    .write("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.replaceAll("\\D", ""));
                }
            }
            return length > 0 && in.skip(length) == length;
        } catch (IOException gone) {
            return false;
        }
    }
}
