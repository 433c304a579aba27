package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Each request sends an attribute that was set as a whole. */
final class Grows extends Rule {
    Grows() {
        super("grows", Severity.RISK);
    }

    @Override
    public String title() {
        return "An attribute grows with each request";
    }

    @Override
    public String effect() {
        return "Each request sends all of it to the other nodes: slower from request to request, until "
                + "messages or memory are too large.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP; cluster-lab --webapp APP shows the bytes of each session in " + "'sessions'.";
    }

    @Override
    public String mend() {
        return "Keep the last few entries only, or keep the list elsewhere and its key in the session.";
    }

    /** Methods that run for requests that only look. */
    private static final Set<String> READERS =
            Set.of("doFilter", "doGet", "doHead", "service", "requestInitialized", "_jspService", "preHandle");

    @Override
    void method(MethodFlow flow, Examination examination, Consumer<RuleFinding> findings) {
        if (!READERS.contains(flow.method().name) && !isMappedToGet(flow)) {
            return;
        }
        Set<String> bounded = new HashSet<>();
        for (MethodFlow.Call call : flow.calls()) {
            if (ServletCalls.bounds(call.instruction())) {
                call.receiver().origins().forEach(origin -> bounded.add(origin.name()));
            }
        }
        for (Change change : Change.in(flow, examination.summaries())) {
            for (Origin origin : change.target().origins()) {
                if (change.grows()
                        && origin.kind() == Origin.Kind.ATTRIBUTE
                        && !origin.name().equals(Origin.COMPUTED)
                        && !bounded.contains(origin.name())) {
                    findings.accept(RuleFinding.of(
                            this,
                            Certainty.GUESS,
                            flow.place(change.at()),
                            origin.name(),
                            "The attribute " + origin.name() + " gets one more entry with each request, and nothing"
                                    + " here removes one."));
                }
            }
        }
    }

    private static boolean isMappedToGet(MethodFlow flow) {
        return flow.method().visibleAnnotations != null
                && flow.method().visibleAnnotations.stream().anyMatch(one -> one.desc.endsWith("/GetMapping;"));
    }
}
