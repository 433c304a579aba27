package clusterlab.agent;

import java.io.IOException;
import java.util.Properties;
import org.apache.catalina.tribes.membership.cloud.KubernetesMembershipProvider;

/**
 * A KubernetesMembershipProvider of which several run on one machine, each at an address of its own. Tomcat's takes
 * {@code InetAddress.getLocalHost()} for the pod's address (CloudMembershipProvider.init), which all nodes of a machine share:
 * each would list itself as a member. This one takes the address of the receiver, which in a pod is the same.
 */
public final class PodKubernetesProvider extends KubernetesMembershipProvider {

    @Override
    public void init(Properties properties) throws IOException {
        super.init(properties);
        localIp = properties.getProperty("tcpListenHost");
    }
}
