package clusterlab.front.httpd;

import clusterlab.export.HttpdFiles;
import clusterlab.front.Balancer.Worker;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** mod_jk's status worker, {@code jk_status.c}. */
final class JkControl extends HttpdControl {

    JkControl(Topology topology) {
        super(topology);
    }

    @Override
    public View view() throws IOException {
        Properties status = new Properties();
        status.load(new StringReader(get("cmd=show&w=" + HttpdFiles.BALANCER + "&mime=prop")));
        check(status);
        Map<String, Seen> workers = new LinkedHashMap<>();
        for (String key : status.stringPropertyNames()) {
            if (key.startsWith("worker.") && key.endsWith(".route")) {
                String name = key.substring("worker.".length(), key.length() - ".route".length());
                String worker = "worker." + name + ".";
                workers.put(
                        name,
                        new Seen(
                                new Worker(
                                        name,
                                        state(status.getProperty(worker + "state", "ERR")),
                                        Worker.Activation.valueOf(status.getProperty(worker + "activation", "ACT")),
                                        Long.parseLong(status.getProperty(worker + "elected", "0")),
                                        Long.parseLong(status.getProperty(worker + "errors", "0"))),
                                Integer.parseInt(status.getProperty(worker + "port", "0"))));
            }
        }
        String sticky = status.getProperty("worker." + HttpdFiles.BALANCER + ".sticky_session", "");
        return new View(workers, sticky.equalsIgnoreCase("true"));
    }

    @Override
    public void activate(String node, Worker.Activation activation) throws IOException {
        Properties result = new Properties();
        result.load(new StringReader(get("cmd=update&from=list&w=" + HttpdFiles.BALANCER + "&sw=" + encode(node)
                + "&vwa=" + activation.name().charAt(0) + "&mime=prop")));
        check(result);
    }

    /** {@code JK_LB_STATE_TEXT_*}: OK, OK/IDLE, OK/BUSY; ERR; ERR/REC, ERR/FRC and ERR/PRB while mod_jk tries it again. */
    static Worker.State state(String text) {
        if (text.startsWith("ERR")) {
            return text.equals("ERR") ? Worker.State.ERR : Worker.State.REC;
        }
        return Worker.State.OK;
    }

    private static void check(Properties answer) throws IOException {
        if (!"OK".equals(answer.getProperty("worker.result.type"))) {
            throw new IOException("mod_jk's status worker refused: "
                    + answer.getProperty("worker.result.message", "it gave no reason") + ".");
        }
    }
}
