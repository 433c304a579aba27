package clusterlab.agent;

import java.io.IOException;
import java.util.Properties;
import org.apache.catalina.tribes.membership.cloud.DNSMembershipProvider;

/** A DNSMembershipProvider that takes the address of its receiver for its own; see {@link PodKubernetesProvider}. */
public final class PodDnsProvider extends DNSMembershipProvider {

    @Override
    public void init(Properties properties) throws IOException {
        super.init(properties);
        localIp = properties.getProperty("tcpListenHost");
    }
}
