package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** After a failover the session keeps the dead node's name. */
final class RouteBinder extends ConfigRule {
    RouteBinder() {
        super("route-binder", Severity.RISK);
    }

    @Override
    public String title() {
        return "Valves without JvmRouteBinderValve";
    }

    @Override
    public String effect() {
        return "The session's id goes on naming the dead node: the front chooses any node for each request, and "
                + "sends all of them back when the node returns.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment failover --cluster FILE: the stickiness checker counts the moves.";
    }

    @Override
    public String mend() {
        return "Add <Valve className=\"org.apache.catalina.ha.session.JvmRouteBinderValve\"/>.";
    }

    @Override
    public String source() {
        return "SimpleTcpCluster.checkDefaults adds it only if there is no valve; "
                + "JvmRouteBinderValve.handleJvmRoute renames the session.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (!config.hasValve("JvmRouteBinderValve")) {
            findings.accept(
                    at(
                            config,
                            config.valves().get(0),
                            Certainty.CERTAIN,
                            "The <Cluster> names valves, and JvmRouteBinderValve is not among them, so Tomcat does not add it."));
        }
    }
}
