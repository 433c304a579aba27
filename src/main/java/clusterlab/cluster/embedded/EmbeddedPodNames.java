package clusterlab.cluster.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.membership.MemberImpl;
import org.apache.catalina.tribes.membership.cloud.DNSMembershipProvider;

/**
 * The DNSMembershipProvider of a node that shares its JVM, and so its names, with others. It looks names up in the lab's file, where
 * Tomcat's calls {@code InetAddress.getAllByName}, and keeps none: a JVM's cache needs a process of its own. What adds and drops
 * members, and takes each sender of a message for one, is Tomcat's code (heartbeat, accept).
 */
public final class EmbeddedPodNames extends DNSMembershipProvider {
    private String name = "";
    private Path file = Path.of("");
    private boolean named;

    @Override
    public void init(Properties properties) throws IOException {
        super.init(properties);
        localIp = properties.getProperty("tcpListenHost");
        name = properties.getProperty(EmbeddedPodProvider.VARIABLE + "DNS_MEMBERSHIP_SERVICE_NAME", "");
        file = Path.of(properties.getProperty(EmbeddedPodProvider.NAMES));
    }

    /** As DNSMembershipProvider.fetchMembers. */
    @Override
    protected Member[] fetchMembers() {
        List<Member> members = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 2);
                if (words.length == 2 && words[1].equals(name)) {
                    add(words[0], members);
                }
            }
        } catch (IOException e) {
            System.getLogger(EmbeddedPodNames.class.getName())
                    .log(System.Logger.Level.WARNING, "no name is found in " + file, e);
        }
        return members.toArray(Member[]::new);
    }

    private void add(String address, List<Member> members) throws IOException {
        byte[] id = md5(address);
        if (!address.equals(localIp)) {
            MemberImpl member = new MemberImpl(address, port, -1);
            member.setUniqueId(id);
            members.add(member);
        } else if (!named && service.getLocalMember(false) instanceof MemberImpl local) {
            named = true;
            local.setUniqueId(id);
        }
    }

    /** The id of a member. */
    private static byte[] md5(String address) {
        try {
            return MessageDigest.getInstance("MD5").digest(address.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Tomcat's membership of the cloud needs MD5", e);
        }
    }
}
