package clusterlab.cli.console;

import clusterlab.cloud.CloudFinding;
import clusterlab.wire.PodsJson;
import clusterlab.wire.PodsJson.AnswerJson;
import clusterlab.wire.PodsJson.PodJson;
import java.util.Locale;

/** Pods in 80 columns. Pure. */
final class PodText {
    private final Palette palette;

    PodText(Palette palette) {
        this.palette = palette;
    }

    /** The answer to {@code pods}. */
    String of(PodsJson lab) {
        if (lab.pods().isEmpty()) {
            return "  This lab has no pods; start one with --membership kubernetes or dns.\n";
        }
        StringBuilder text =
                new StringBuilder(palette.faint(row("pod", "node", "address", "labels", "ready", "told"))).append('\n');
        for (PodJson pod : lab.pods()) {
            String node = pod.node();
            text.append(row(
                            pod.name(),
                            node == null ? "" : node,
                            pod.address(),
                            pod.labels(),
                            pod.terminating() ? "ends" : pod.ready() ? "yes" : "no",
                            told(pod)))
                    .append('\n');
        }
        for (CloudFinding finding : lab.findings()) {
            text.append("  ").append(palette.alarm(finding.name())).append('\n');
            AlarmText.wrap(text, finding.what(), "      ");
            AlarmText.wrap(text, finding.happens(), "      ");
            AlarmText.wrap(text, "→ " + finding.remedy(), "      ");
        }
        return text.toString();
    }

    /** What the prompt shows when something is found. */
    static String raised(String name, String text) {
        StringBuilder lines = new StringBuilder();
        AlarmText.wrap(lines, "Misconfigured (" + name + "): " + text, "  ");
        return lines.toString();
    }

    private static String told(PodJson pod) {
        AnswerJson answer = pod.answer();
        if (answer == null) {
            return pod.sentToForeign() > 0 ? pod.sentToForeign() + " messages" : "";
        }
        return answer.status() != 200
                ? Integer.toString(answer.status())
                : answer.addresses().size()
                        + (answer.addresses().size() == 1 ? " pod" : " pods")
                        + (answer.delayMillis() > 0 ? ", " + answer.delayMillis() + " ms" : "");
    }

    private static String row(String pod, String node, String address, String labels, String ready, String told) {
        return String.format(Locale.ROOT, "  %-14s%-8s%-14s%-16s%-6s%s", pod, node, address, labels, ready, told)
                .stripTrailing();
    }
}
