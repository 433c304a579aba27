package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The group of a multicast membership. */
final class MulticastAddress extends ConfigRule {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final int FIRST = 224;
    private static final int LAST = 239;

    MulticastAddress() {
        super("multicast-address", Severity.LOSS);
    }

    @Override
    public String title() {
        return "An address that is no multicast group";
    }

    @Override
    public String effect() {
        return "The membership can't join it: the cluster does not start, and with it the Engine or Host that it is in.";
    }

    @Override
    public String see() {
        return "catalina.out: \"Unable to start cluster\", with \"Not a multicast address\".";
    }

    @Override
    public String mend() {
        return "Set address on <Membership> to a group: 224.0.0.0 to 239.255.255.255. Tomcat's default is 228.0.0.4.";
    }

    @Override
    public String source() {
        return "McastServiceImpl.start: MulticastSocket.joinGroup; RFC 5771.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (!config.isMulticast()) {
            return;
        }
        String address = ClusterConfig.value(config.membership(), "address", "228.0.0.4");
        Matcher bytes = IPV4.matcher(address);
        if (bytes.matches() && (Integer.parseInt(bytes.group(1)) < FIRST || Integer.parseInt(bytes.group(1)) > LAST)) {
            findings.accept(at(
                    config,
                    config.membership(),
                    Certainty.CERTAIN,
                    "The address of the membership is " + address + "."));
        }
    }
}
