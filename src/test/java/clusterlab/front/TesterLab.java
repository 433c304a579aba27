package clusterlab.front;

import clusterlab.front.httpd.HttpdBalancer;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A JVM that has a front and does nothing; arguments: connector, front port, folder. Prints the watchdog's pid. */
public final class TesterLab {

    private TesterLab() {}

    public static void main(String[] args) throws Exception {
        Topology topology = Planner.plan(
                        ClusterSpec.builder(Preset.LAB)
                                .nodes(1)
                                .front(BalancerSpec.Kind.HTTPD)
                                .frontPort(Integer.parseInt(args[1]))
                                .build(),
                        PortPolicy.assuming(Set.of()))
                .topology();
        HttpdBalancer front = HttpdBalancer.start(
                topology,
                Path.of(args[2]),
                new HttpdBalancer.Options(Optional.empty(), Optional.of(Connector.valueOf(args[0]))),
                System.err::println);
        System.out.println(front.watchdogPid());
        new CountDownLatch(1).await();
    }
}
