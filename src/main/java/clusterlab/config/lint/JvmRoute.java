package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** The front knows a node by its route. */
final class JvmRoute extends ConfigRule {
    JvmRoute() {
        super("jvm-route", Severity.RISK);
    }

    @Override
    public String title() {
        return "<Engine> without jvmRoute";
    }

    @Override
    public String effect() {
        return "Session ids name no node: mod_jk and mod_proxy_ajp can't keep a session on its node, so requests of "
                + "one session run on several nodes at once.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment lost-update: its line \"not sticky\"";
    }

    @Override
    public String mend() {
        return "Set jvmRoute on <Engine> to the name of the worker (mod_jk) or the route (mod_proxy), another one "
                + "on each node.";
    }

    @Override
    public String source() {
        return "StandardEngine.getJvmRoute, ManagerBase.generateSessionId; JvmRouteBinderValve.invoke does nothing "
                + "without it.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        config.engine()
                .filter(engine -> engine.attribute("jvmRoute")
                        .filter(route -> !route.isBlank())
                        .isEmpty())
                .ifPresent(engine -> findings.accept(at(
                        config,
                        engine,
                        Certainty.LIKELY,
                        "The <Engine> has no jvmRoute (unless a system property sets it).")));
    }
}
