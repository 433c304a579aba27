package clusterlab.cli.console;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.cloud.CloudFinding;
import clusterlab.lang.Cells;
import clusterlab.wire.PodsJson;
import clusterlab.wire.PodsJson.AnswerJson;
import clusterlab.wire.PodsJson.PodJson;

/** Pods in 80 columns. Pure. */
final class PodText {
    private final Palette palette;

    PodText(Palette palette) {
        this.palette = palette;
    }

    /** The answer to {@code pods}. */
    String of(PodsJson lab) {
        if (lab.pods().isEmpty()) {
            return "  " + tr("This lab has no pods; start one with --membership kubernetes or dns.") + "\n";
        }
        StringBuilder text = new StringBuilder(
                        palette.faint(row("pod", "node", tr("address"), "labels", "ready", tr("told"))))
                .append('\n');
        for (PodJson pod : lab.pods()) {
            String node = pod.node();
            text.append(row(
                            pod.name(),
                            node == null ? "" : node,
                            pod.address(),
                            pod.labels(),
                            pod.terminating() ? tr("ends") : pod.ready() ? tr("yes") : tr("no"),
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
        AlarmText.wrap(lines, tr("Misconfigured (%s): %s", name, text), "  ");
        return lines.toString();
    }

    private static String told(PodJson pod) {
        AnswerJson answer = pod.answer();
        if (answer == null) {
            return pod.sentToForeign() > 0
                    ? plural(pod.sentToForeign(), "%d message", "%d messages", pod.sentToForeign())
                    : "";
        }
        return answer.status() != 200
                ? Integer.toString(answer.status())
                : plural(
                                answer.addresses().size(),
                                "%d pod",
                                "%d pods",
                                answer.addresses().size())
                        + (answer.delayMillis() > 0 ? ", " + answer.delayMillis() + " ms" : "");
    }

    private static String row(String pod, String node, String address, String labels, String ready, String told) {
        return ("  " + Cells.left(pod, 14) + Cells.left(node, 8) + Cells.left(address, 14) + Cells.left(labels, 16)
                        + Cells.left(ready, 6) + told)
                .stripTrailing();
    }
}
