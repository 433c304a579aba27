package clusterlab.export.firewall;

import clusterlab.export.ConfigFile;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.export.firewall.Opening.Protocol;
import clusterlab.spec.Topology;
import java.util.List;
import java.util.function.Function;

/**
 * Scripts that open the ports of a plan in a firewall that is there. Each can be run again, and takes back what it did with
 * {@code --remove}.
 */
public final class FirewallFiles {
    /** The rules that {@code nftables.sh} loads. */
    public static final String RULES = "cluster.nft";

    private FirewallFiles() {}

    /** For machines that are not known, as in the tutorial: any machine may connect. */
    public static List<ConfigFile> anywhere(Topology topology, Source source) {
        return files(Openings.anywhere(topology), source);
    }

    /** For one machine: only the others of the cluster may connect, and the front. */
    public static List<ConfigFile> of(Topology topology, Placement placement, String machine, Source source) {
        return files(Openings.of(topology, placement, machine), source);
    }

    private static List<ConfigFile> files(List<Opening> openings, Source source) {
        return List.of(
                new ConfigFile("firewalld.sh", firewalld(openings, source), false),
                new ConfigFile("ufw.sh", ufw(openings, source), false),
                new ConfigFile("nftables.sh", nftables(source), false),
                new ConfigFile(RULES, rules(openings, source), false));
    }

    private static String lines(List<Opening> openings, Function<Opening, String> line) {
        StringBuilder text = new StringBuilder();
        for (Opening opening : openings) {
            text.append("# ").append(opening.purpose()).append('\n').append(line.apply(opening));
        }
        return text.toString();
    }

    private static String firewalld(List<Opening> openings, Source source) {
        return "#!/bin/sh\n" + source.hash()
                + """
                # For firewalld (CentOS, RHEL, Fedora), as root: firewalld.sh opens the ports, firewalld.sh --remove closes them again.
                # The tutorial opens 45564/tcp too; Tomcat does not listen there.
                set -eu
                do=add
                [ "${1:-}" != --remove ] || do=remove
                """
                + lines(openings, FirewallFiles::firewalld) + "firewall-cmd --reload\n";
    }

    private static String firewalld(Opening opening) {
        if (opening.protocol() == Protocol.IGMP) {
            return "firewall-cmd --permanent \"--$do-protocol=igmp\"\n";
        }
        String protocol = opening.protocol().word();
        if (opening.sources().isEmpty()) {
            return "firewall-cmd --permanent \"--$do-port=" + opening.ports("-") + "/" + protocol + "\"\n";
        }
        StringBuilder text = new StringBuilder();
        for (String address : opening.sources()) {
            text.append("firewall-cmd --permanent \"--$do-rich-rule=rule family=ipv4 source address=")
                    .append(address)
                    .append(opening.group().isEmpty() ? "" : " destination address=" + opening.group())
                    .append(" port port=")
                    .append(opening.ports("-"))
                    .append(" protocol=")
                    .append(protocol)
                    .append(" accept\"\n");
        }
        return text.toString();
    }

    private static String ufw(List<Opening> openings, Source source) {
        return "#!/bin/sh\n" + source.hash()
                + """
                # For ufw (Ubuntu, Debian), as root: ufw.sh opens the ports, ufw.sh --remove closes them again. ufw enable is yours to say:
                # it can lock you out of a machine whose SSH port is not allowed.
                set -eu
                delete=
                [ "${1:-}" != --remove ] || delete=delete
                """
                + lines(openings, FirewallFiles::ufw);
    }

    private static String ufw(Opening opening) {
        StringBuilder text = new StringBuilder();
        List<String> sources = opening.sources().isEmpty() ? List.of("any") : opening.sources();
        for (String address : sources) {
            text.append("ufw $delete allow proto ")
                    .append(opening.protocol().word())
                    .append(" from ")
                    .append(address)
                    .append(" to ");
            if (opening.protocol() == Protocol.IGMP) {
                text.append("any\n");
            } else {
                text.append(opening.group().isEmpty() ? "any" : opening.group())
                        .append(" port ")
                        .append(opening.ports(":"))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String nftables(Source source) {
        return "#!/bin/sh\n" + source.hash()
                + """
                # For nftables, as root: nftables.sh opens the ports, nftables.sh --remove closes them again. It adds a chain of its own to the
                # table inet filter, and a jump to it before the rules that are there. A reboot forgets both: for ever, put
                #   include "FOLDER/cluster.nft"
                # and, into the chain input, jump cluster_lab into /etc/nftables.conf.
                set -eu
                handles() { nft -a list chain inet filter input 2>/dev/null | sed -n 's/.*jump cluster_lab.*# handle \\([0-9]*\\).*/\\1/p'; }
                if [ "${1:-}" = --remove ]; then
                  for handle in $(handles); do nft delete rule inet filter input handle "$handle"; done
                  nft delete chain inet filter cluster_lab
                  exit
                fi
                nft -f "$(dirname "$0")/cluster.nft"
                [ -n "$(handles)" ] || nft insert rule inet filter input jump cluster_lab
                """;
    }

    private static String rules(List<Opening> openings, Source source) {
        return source.hash()
                + """
                # Loaded by nftables.sh. The table and its chain input are those of /etc/nftables.conf on Debian; if they are missing, they come
                # without a policy that refuses anything.
                add table inet filter
                add chain inet filter input { type filter hook input priority 0; }
                add chain inet filter cluster_lab
                flush chain inet filter cluster_lab
                add rule inet filter cluster_lab iifname "lo" return
                """
                + lines(openings, FirewallFiles::rule);
    }

    /** Other machines than the known ones are refused here, whatever the policy of the machine is. */
    private static String rule(Opening opening) {
        String begin = "add rule inet filter cluster_lab ";
        if (opening.protocol() == Protocol.IGMP) {
            return begin + "ip protocol igmp accept\n";
        }
        String what = (opening.group().isEmpty() ? "" : "ip daddr " + opening.group() + " ")
                + opening.protocol().word() + " dport " + opening.ports("-");
        if (opening.sources().isEmpty()) {
            return begin + what + " accept\n";
        }
        return begin + "ip saddr { " + String.join(", ", opening.sources()) + " } " + what + " accept\n" + begin + what
                + " drop\n";
    }
}
