package clusterlab.front.proxy;

import clusterlab.export.proxy.HaproxyText;
import clusterlab.front.Balancer.Worker;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.front.Balancer.Worker.State;
import clusterlab.front.program.FrontControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** HAProxy's socket for commands, as in its management guide ("Unix Socket commands"). */
final class HaproxyControl implements FrontControl {
    private final ProxyProgram program;
    private final Path socket;

    HaproxyControl(ProxyProgram program, Path socket) {
        this.program = program;
        this.socket = socket;
    }

    @Override
    public View view() throws IOException {
        if (!ask("show info").contains("generation-" + program.generation() + "\n")) {
            throw new IOException("it still has the old configuration");
        }
        Map<String, Seen> workers = new LinkedHashMap<>();
        List<String> lines =
                ask("show stat " + HaproxyText.BACKEND + " 4 -1").lines().toList();
        if (lines.isEmpty() || !lines.get(0).startsWith("# ")) {
            throw new IOException("HAProxy's answer is no table");
        }
        String[] names = lines.get(0).substring(2).split(",", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            if (values.length < names.length) {
                continue;
            }
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            String name = row.getOrDefault("svname", "");
            String status = row.getOrDefault("status", "");
            workers.put(
                    name,
                    new Seen(
                            new Worker(
                                    name,
                                    state(status),
                                    activation(status, row.getOrDefault("weight", "1")),
                                    number(row, "stot"),
                                    number(row, "econ") + number(row, "eresp")),
                            port(row.getOrDefault("addr", ""))));
        }
        return new View(workers, program.sticky());
    }

    private static int port(String address) {
        String digits = address.substring(address.lastIndexOf(':') + 1);
        return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    }

    private static long number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        return text.matches("\\d+") ? Long.parseLong(text) : 0;
    }

    /** UP, UP 1/2 (a check failed), DOWN, DOWN 1/2 (a check succeeded), DRAIN, MAINT, NOLB, no check. */
    static State state(String status) {
        if (status.startsWith("DOWN ") && status.contains("/")) {
            return State.REC;
        }
        return status.startsWith("DOWN") ? State.ERR : State.OK;
    }

    /** A weight of 0 keeps the sessions of the node and gives it no new ones. */
    static Activation activation(String status, String weight) {
        if (status.startsWith("MAINT")) {
            return Activation.STP;
        }
        return weight.equals("0") ? Activation.DIS : Activation.ACT;
    }

    @Override
    public void activate(String node, Activation activation) throws IOException {
        String server = "server " + HaproxyText.BACKEND + "/" + node;
        command("set " + server + " state " + (activation == Activation.STP ? "maint" : "ready"));
        command("set weight " + HaproxyText.BACKEND + "/" + node + " " + (activation == Activation.DIS ? 0 : 1));
    }

    /** A command says nothing when all is well. */
    private void command(String text) throws IOException {
        String answer = ask(text).strip();
        if (!answer.isEmpty()) {
            throw new IOException(answer);
        }
    }

    private String ask(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            Channels.newInputStream(channel).transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
