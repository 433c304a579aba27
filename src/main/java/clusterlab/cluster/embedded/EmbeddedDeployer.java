package clusterlab.cluster.embedded;

import java.util.Objects;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.ha.deploy.FarmWarDeployer;
import org.apache.catalina.startup.HostConfig;

/**
 * A FarmWarDeployer that calls its host's HostConfig itself. Tomcat's calls it through JMX (FarmWarDeployer.check), and embedded
 * nodes register no MBeans: NoJmxMBeanServer.invoke answers null.
 */
public final class EmbeddedDeployer extends FarmWarDeployer {
    /** For {@link ClusterFactory}. */
    EmbeddedDeployer() {}

    private HostConfig config() {
        for (LifecycleListener listener : Objects.requireNonNull(host).findLifecycleListeners()) {
            if (listener instanceof HostConfig config) {
                return config;
            }
        }
        throw new IllegalStateException("the host has no HostConfig");
    }

    @Override
    protected void check(String name) {
        config().check(name);
    }

    @Override
    protected boolean tryAddServiced(String name) {
        return config().tryAddServiced(name);
    }

    @Override
    protected void removeServiced(String name) {
        config().removeServiced(name);
    }
}
