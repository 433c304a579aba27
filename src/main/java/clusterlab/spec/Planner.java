package clusterlab.spec;

import static clusterlab.spec.SpecException.Problem.unavailable;
import static clusterlab.spec.SpecException.Problem.usage;

import clusterlab.spec.SpecException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the plan: checks a {@link ClusterSpec} as a whole and resolves ports, names and secrets. */
public final class Planner {
    private static final int MAX_PORT = 65535;

    private static final long READY_SECONDS = 30;

    /** Applications that read a database schema or scan hundreds of jars take a minute or two. */
    private static final Duration APP_PATIENCE = Duration.ofMinutes(5);

    /** A detection that takes so long is told to the user. */
    private static final long SLOW_MILLIS = 10_000;

    private final ClusterSpec spec;
    private final PortPolicy ports;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    /** Whether the application's classes only know javax.servlet. */
    private boolean javax;

    private final PortRow http;
    private final PortRow ajp;
    private final PortRow receiver;
    private final PortRow front;
    private final PortRow admin;

    private Planner(ClusterSpec spec, PortPolicy ports) {
        this.spec = spec;
        this.ports = ports;
        http = new PortRow("--http-port", "HTTP", spec.http(), spec.nodes());
        ajp = new PortRow("--ajp-port", "AJP", spec.ajp(), spec.nodes());
        // Each member of the cloud is assumed to have one's own port: one port, and an address for each.
        receiver =
                new PortRow("--receiver-port", "receiver", spec.receiver(), isCloud() ? receiverPorts() : spec.nodes());
        front = new PortRow("--front-port", "front", spec.front(), 1);
        admin = new PortRow("--admin-port", "admin", spec.admin().orElse(new Ports(0, 1, false)), 1);
    }

    /**
     * The plan and notices for the user.
     *
     * @param topology the plan
     * @param notices sentences on what came out otherwise than the defaults, such as a port that moved
     */
    public record Plan(Topology topology, List<String> notices) {}

    /** The administratively scoped groups, RFC 2365. */
    private static final String OWN_GROUPS = "239.255.";

    private static final int OWN_GROUP_PORTS = 46_000;

    /**
     * Makes the plan. On success the ports of the plan stay taken in {@code ports}; on failure none does.
     *
     * @throws SpecException with every error found
     */
    public static Plan plan(ClusterSpec spec, PortPolicy ports) throws SpecException {
        Planner planner = new Planner(spec, ports);
        boolean planned = false;
        try {
            Plan plan = planner.plan();
            planned = true;
            return plan;
        } finally {
            if (!planned) {
                ports.close();
            }
        }
    }

    /** What is wrong with this Tomcat for this node of a running lab. */
    public static List<Problem> checkUpgrade(Topology plan, String node, NodeRuntime.TomcatHome tomcat) {
        Topology changed = plan.withTomcat(node, tomcat);
        List<Problem> problems = new ArrayList<>(HostCheck.problems(changed));
        changed.webapp()
                .flatMap(app -> WebappCheck.of(app, ServletApi.of(changed.host(), changed.nodeNames()))
                        .problem())
                .ifPresent(problems::add);
        return problems;
    }

    /**
     * Why the running nodes of a plan can't serve this WAR, a sentence; empty if they can, as far as can be told.
     *
     * @param name how the sentence names it
     */
    public static Optional<String> refusal(Topology plan, Path war, String name) {
        Set<ServletApi> served = ServletApi.of(plan.host(), plan.nodeNames());
        WebappCheck check = WebappCheck.of(war, name + ": ", served);
        if (check.problem().isPresent()) {
            return check.problem().map(Problem::message);
        }
        return check.isJavax() && served.contains(ServletApi.JAKARTA)
                ? Optional.of(
                        name + " uses " + ServletApi.JAVAX.word() + ", which Tomcat 10 and later lack: build it for "
                                + ServletApi.JAKARTA.word() + ", or start the lab with --webapp, which converts it.")
                : Optional.empty();
    }

    /** All errors that can be found without taking a port. */
    public static List<Problem> check(ClusterSpec spec) {
        Planner planner = new Planner(spec, PortPolicy.assuming(Set.of()));
        planner.checkOptions();
        return planner.problems;
    }

    private Plan plan() throws SpecException {
        checkOptions();
        refuseIfProblems();
        List<PortRow> rows = rows();
        // What was asked for by hand goes first, the others move out of its way; "any" could be a port of either.
        rows.sort(Comparator.comparing(row -> row.ports.base() == 0 ? 2 : row.ports.asked() ? 0 : 1));
        rows.forEach(PortRow::take);
        refuseIfProblems();

        int name = ThreadLocalRandom.current().nextInt();
        List<NodeSpec> nodes = new ArrayList<>();
        spec.host().target().ifPresent(target -> nodes.addAll(target.planned()));
        for (int i = nodes.size(); i < spec.nodes(); i++) {
            nodes.add(new NodeSpec(
                    spec.preset().nodeName(i),
                    i,
                    isCloud() ? Topology.podAddress(i) : Topology.LOOPBACK,
                    http.taken.get(i),
                    ajp.taken.get(i),
                    receiver.taken.get(receiverOf(i))));
        }
        Topology topology = new Topology(
                "lab-" + HexFormat.of().toHexDigits(name),
                spec.preset(),
                nodes,
                spec.manager(),
                isImported() ? importedChannel(name) : channel(),
                spec.balancer(),
                hasFront() ? front.taken.get(0) : 0,
                admin.taken.isEmpty() ? 0 : admin.taken.get(0),
                spec.ajpSecret().orElseGet(Secret::random),
                spec.webapp().map(path -> path.toAbsolutePath().normalize()),
                spec.contextPath().equals("/") ? "" : spec.contextPath(),
                spec.distributable(),
                spec.deployer(),
                spec.app().planned(appPatience(), javax),
                spec.dir().map(path -> path.toAbsolutePath().normalize()),
                spec.keep() || spec.dir().isPresent(),
                lifecycle(),
                spec.host(),
                spec.linkSeed().orElseGet(() -> ThreadLocalRandom.current().nextInt()),
                readyTimeout(),
                spec.imported());
        warnOfSlowDetection(topology.channel().membership());
        topology.imported().ifPresent(imported -> {
            notices.addAll(remarks(imported));
            ClusterPlan.changes(topology)
                    .forEach(change -> notices.add("--cluster " + imported.file() + ", " + change + "."));
        });
        if (topology.distributable()) {
            notices.add("--distributable: sessions are replicated here whatever the application's descriptors say;"
                    + " elsewhere it needs <distributable/> in WEB-INF/web.xml.");
        }
        return new Plan(topology, List.copyOf(notices));
    }

    /**
     * Multicast needs the filter that keeps labs apart, static membership has no use for it; its default times depend on
     * the number of nodes.
     */
    private ChannelSpec channel() {
        ChannelSpec channel = spec.channel();
        MembershipSpec chosen = membership();
        List<ChannelSpec.Interceptor> interceptors = new ArrayList<>(channel.interceptors());
        interceptors.remove(ChannelSpec.Interceptor.DOMAIN_FILTER);
        if (chosen instanceof MembershipSpec.Multicast) {
            interceptors.add(ChannelSpec.Interceptor.DOMAIN_FILTER);
        }
        MembershipSpec membership = chosen.equals(Preset.STATIC) ? Preset.staticFor(spec.nodes()) : chosen;
        SenderSpec sender =
                channel.sender().equals(Preset.senderFor(1)) ? Preset.senderFor(spec.nodes()) : channel.sender();
        return new ChannelSpec(
                channel.sendOptions(),
                membership,
                channel.receiver(),
                sender,
                interceptors,
                channel.readTest(),
                channel.isEncrypted() ? Optional.of(Secret.key()) : Optional.empty());
    }

    private boolean isImported() {
        return spec.imported().flatMap(ImportedCluster::cluster).isPresent();
    }

    /** As the file says, with a multicast group of the lab's own. */
    private ChannelSpec importedChannel(int name) {
        ChannelSpec channel = spec.channel();
        if (channel.membership() instanceof MembershipSpec.Multicast theirs) {
            return channel.withMembership(new MembershipSpec.Multicast(
                    OWN_GROUPS + (name & 0xff) + "." + (name >>> 8 & 0xff),
                    OWN_GROUP_PORTS + (name >>> 16 & 0x7ff),
                    theirs.frequency(),
                    theirs.dropTime(),
                    theirs.bind(),
                    theirs.ttl()));
        }
        return channel;
    }

    private static List<String> remarks(ImportedCluster imported) {
        return imported.remarks().stream()
                .map(remark -> "--cluster " + imported.file() + ": " + remark)
                .toList();
    }

    /** What is said of an imported cluster before several labs, each with ports and a group of its own, run from it. */
    public static List<String> importNotices(ClusterSpec spec) {
        List<String> sentences = new ArrayList<>();
        spec.imported().ifPresent(imported -> {
            sentences.addAll(remarks(imported));
            if (imported.cluster().isPresent()) {
                sentences.add(
                        "--cluster " + imported.file() + ": only addresses, ports and members differ from the file;"
                                + " --dry-run prints each difference, and the report prints the element that ran.");
            }
        });
        return sentences;
    }

    /** Settings that the file has already. */
    private void checkImported(ImportedCluster imported) {
        List<String> twice = new ArrayList<>();
        if (spec.manager().kind() != imported.managerSpec().kind()) {
            twice.add("the manager (" + imported.managerClass() + "; --manager)");
        }
        if (imported.cluster().isPresent()) {
            ChannelSpec theirs = imported.channelSpec(spec.channel());
            ChannelSpec ours = spec.channel();
            if (ours.sendOptions() != theirs.sendOptions()) {
                twice.add("channelSendOptions (" + theirs.sendOptions() + "; --send-options)");
            }
            if (!ours.membership().equals(theirs.membership())) {
                twice.add("the membership (--membership)");
            }
            if (ours.isEncrypted() != theirs.isEncrypted()) {
                twice.add("the interceptors (--encrypt)");
            }
            if (ours.readTest() != theirs.readTest()) {
                twice.add("performReadTest (--read-test)");
            }
        }
        twice.forEach(what -> problems.add(usage("--cluster " + imported.file() + " decides " + what
                + "; change the file, or leave out one of the two.")));
    }

    /** What is said of a membership that the plan chose itself; empty if it did not. */
    public static Optional<String> membershipNotice(ClusterSpec spec) {
        Planner planner = new Planner(spec, PortPolicy.assuming(Set.of()));
        planner.membership();
        return planner.notices.stream().findFirst();
    }

    /** The preset's static one does not work where Tomcat 9.0 meets later ones ({@link HostCheck}); one that was asked for stays. */
    private MembershipSpec membership() {
        MembershipSpec wanted = spec.channel().membership();
        if (wanted.kind() == MembershipSpec.Kind.STATIC
                && !spec.membershipAsked()
                && !isImported()
                && HostCheck.mixesNine(spec.host(), spec.nodeNames())) {
            notices.add("Tomcat 9.0 and later ones can't share a static membership, so the membership is multicast.");
            return spec.preset().membership(MembershipSpec.Kind.MULTICAST);
        }
        return wanted;
    }

    /** How many different ports the receivers of pods have. */
    private int receiverPorts() {
        return isPlanted(Misconfiguration.RECEIVER_PORT) ? 2 : 1;
    }

    /** Which port of the row the receiver of the node with this index has. */
    private int receiverOf(int index) {
        if (!isCloud()) {
            return index;
        }
        return isPlanted(Misconfiguration.RECEIVER_PORT) && index == spec.nodes() - 1 ? 1 : 0;
    }

    private boolean isPlanted(Misconfiguration mistake) {
        return spec.channel().membership().planted().filter(mistake::equals).isPresent();
    }

    /** A node that starts as the lab's would wait for members that it can't find. */
    private NodeLifecycle lifecycle() {
        Optional<Misconfiguration> planted = spec.channel().membership().planted();
        planted.ifPresent(mistake -> notices.add("--misconfigure " + mistake.word() + ": " + mistake.summary()
                + "; nodes start and stop as unmodified Tomcats, with the members that they find."));
        return planted.isPresent() ? NodeLifecycle.STOCK : spec.lifecycle();
    }

    private boolean isCloud() {
        return spec.channel().membership().isCloud();
    }

    private Duration readyTimeout() {
        return spec.readyTimeout().orElse(Duration.ofSeconds(Math.max(READY_SECONDS, 2L * spec.nodes())));
    }

    private Duration appPatience() {
        return spec.webapp().isPresent() && spec.readyTimeout().isEmpty() ? APP_PATIENCE : Duration.ZERO;
    }

    private void warnOfSlowDetection(MembershipSpec membership) {
        if (membership instanceof MembershipSpec.Static pinged && pinged.expirationTime() >= SLOW_MILLIS) {
            notices.add(spec.nodes() + " nodes ping each other every " + Math.round(pinged.pingInterval() / 1000.0)
                    + " s only, so a partition may show after up to "
                    + Math.round(pinged.expirationTime() / 1000.0) + " s; fewer nodes notice it sooner.");
        }
    }

    private boolean hasFront() {
        return spec.balancer().kind() != BalancerSpec.Kind.NONE
                && spec.balancer().kind() != BalancerSpec.Kind.GIVEN;
    }

    private List<PortRow> rows() {
        List<PortRow> rows =
                new ArrayList<>(spec.host().target().isPresent() ? List.of() : List.of(http, ajp, receiver));
        if (hasFront()) {
            rows.add(front);
        }
        if (spec.admin().isPresent()) {
            rows.add(admin);
        }
        return rows;
    }

    private void refuseIfProblems() throws SpecException {
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
    }

    private void checkOptions() {
        if (spec.nodes() < 1 || spec.nodes() > ClusterSpec.MAX_NODES) {
            problems.add(usage("--nodes " + spec.nodes() + ": use a number from 1 to " + ClusterSpec.MAX_NODES + "."));
        }
        List.of(http, ajp, receiver, front, admin).forEach(row -> checkRow(row.option, row.ports, row.count));
        int step = spec.http().step();
        if (step < 1 || step > MAX_PORT) {
            problems.add(usage("--port-step " + step + ": use a number from 1 to " + MAX_PORT + "."));
        }
        int sendOptions = spec.channel().sendOptions();
        if (Words.SEND_OPTIONS.value(Integer.toString(sendOptions)).isEmpty()) {
            problems.add(usage("--send-options " + sendOptions + ": " + Words.SEND_OPTIONS.advice() + "."));
        }
        Duration timeout = readyTimeout();
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            problems.add(usage("--ready-timeout " + timeout.toSeconds() + "s: use 1s to 3600s."));
        }
        if (spec.nodes() <= ClusterSpec.MAX_NODES && step >= 1) {
            refuseOverlaps(rows());
        }
        checkContextPath(spec.contextPath());
        spec.balancer().httpd().ifPresent(this::checkHttpd);
        spec.webapp().ifPresent(this::checkWebapp);
        if (spec.distributable() && spec.webapp().isEmpty()) {
            problems.add(
                    usage("--distributable: the session counter is distributable; add --webapp, or leave it out."));
        }
        spec.dir().flatMap(dir -> folderProblem("--dir", dir)).ifPresent(problems::add);
        spec.imported().ifPresent(this::checkImported);
        spec.host().target().ifPresent(this::checkTarget);
        problems.addAll(HostCheck.problems(spec));
        problems.addAll(AppCheck.problems(spec));
    }

    /** What the lab's own front needs, and what it can't be. */
    private void checkTarget(TargetSpec target) {
        if (hasFront() && spec.balancer().kind() != BalancerSpec.Kind.EMBEDDED) {
            String kind = spec.balancer().kind().word();
            problems.add(
                    usage("--front " + kind + ": with --target the lab has its embedded front only; leave it out, or"
                            + " name the " + kind + " that runs as front in " + target.file() + "."));
        } else if (spec.balancer().kind() == BalancerSpec.Kind.EMBEDDED) {
            target.nodes().stream()
                    .filter(node -> node.ajp().isEmpty())
                    .findFirst()
                    .ifPresent(node -> problems.add(usage("--target " + target.file() + ": " + node.name()
                            + " has no ajp and the cluster no front; the lab's front speaks AJP, so give one of the two,"
                            + " or use --front none.")));
        }
    }

    private void checkRow(String option, Ports row, int count) {
        if (row.base() < 0 || row.base() > MAX_PORT) {
            problems.add(usage(
                    option + " " + row.base() + ": use a port from 1 to " + MAX_PORT + ", or 0 for any free one."));
        } else if (count >= 1 && count <= ClusterSpec.MAX_NODES && row.step() >= 1) {
            long last = row.base() + (long) (count - 1) * row.step();
            if (row.base() > 0 && last > MAX_PORT) {
                problems.add(usage(option + " " + row.base() + ": node " + count + " would get port " + last
                        + ", above " + MAX_PORT + "; use a smaller port, --port-step (now " + row.step()
                        + ") or --nodes."));
            }
        }
    }

    private void checkContextPath(String path) {
        if (!path.isEmpty() && !path.equals("/") && !path.matches("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+")) {
            problems.add(usage("--context-path " + path
                    + ": begin with a slash, end without one, and use letters, digits and . _ ~ -, such as /shop."));
        }
    }

    private void checkHttpd(Path program) {
        if (spec.balancer().kind() != BalancerSpec.Kind.HTTPD) {
            problems.add(usage("--httpd " + program + ": add --front httpd, or leave it out."));
        } else if (Files.isDirectory(program) || !Files.isExecutable(program)) {
            problems.add(unavailable("--httpd " + program + ": there is no such program; check the path."));
        }
    }

    private void checkWebapp(Path path) {
        WebappCheck check = WebappCheck.of(path, ServletApi.of(spec));
        check.problem().ifPresent(problems::add);
        check.notice().ifPresent(notices::add);
        javax = check.isJavax();
    }

    /**
     * What is wrong with a folder to be written to, if anything; it need not exist yet.
     *
     * @param option that named it
     */
    public static Optional<Problem> folderProblem(String option, Path dir) {
        Path existing = dir.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            return Optional.of(unavailable(option + " " + dir + ": " + (existing == null ? dir : existing)
                    + " is not a folder; name another."));
        }
        return Files.isWritable(existing)
                ? Optional.empty()
                : Optional.of(unavailable(
                        option + " " + dir + ": " + existing + " can't be written; name a folder that can."));
    }

    /** Two rows that were both asked for by hand and share a port can't be helped by moving one. */
    private void refuseOverlaps(List<PortRow> rows) {
        Map<Integer, PortRow> owners = new LinkedHashMap<>();
        List<String> reported = new ArrayList<>();
        for (PortRow row : rows) {
            if (!row.ports.asked() || row.ports.base() == 0) {
                continue;
            }
            for (int i = 0; i < row.count; i++) {
                PortRow other = owners.putIfAbsent(row.ports.wanted(i), row);
                if (other != null && other != row && !reported.contains(other.option + row.option)) {
                    reported.add(other.option + row.option);
                    problems.add(usage(other.option + " " + other.ports.base() + " and " + row.option + " "
                            + row.ports.base() + " overlap at port " + row.ports.wanted(i) + " with " + spec.nodes()
                            + " nodes; move one of them."));
                }
            }
        }
    }

    /** One use of ports while it is planned. */
    private final class PortRow {
        private final String option;
        private final String use;
        private final Ports ports;
        private final int count;
        private final List<Integer> taken = new ArrayList<>();

        private PortRow(String option, String use, Ports ports, int count) {
            this.option = option;
            this.use = use;
            this.ports = ports;
            this.count = count;
        }

        private void take() {
            int next = 0;
            boolean reported = false;
            for (int i = 0; i < count; i++) {
                int wanted = ports.wanted(i);
                Optional<Integer> got = Planner.this.ports.take(Math.max(wanted, ports.base() == 0 ? 0 : next));
                if (got.isEmpty() && ports.asked()) {
                    problems.add(unavailable(option + " " + ports.base() + ": port " + wanted + " for " + user(i)
                            + " is taken; end the program that has it, or choose another " + option + "."));
                    taken.add(wanted);
                    continue;
                }
                if (got.isEmpty()) {
                    got = Planner.this.ports.takeAbove(Math.max(wanted, next));
                }
                if (got.isEmpty()) {
                    problems.add(unavailable(option + " " + ports.base() + ": no port from " + wanted + " to "
                            + MAX_PORT + " is free; choose a lower " + option + "."));
                    return;
                }
                taken.add(got.get());
                if (ports.asked() && ports.base() != 0) {
                    Planner.this.ports.pin(got.get());
                }
                next = ports.base() == 0 ? 0 : got.get() + 1;
                if (wanted != 0 && got.get() != wanted && !reported) {
                    reported = true;
                    notices.add("Port " + wanted + " is taken, so " + user(i) + "'s"
                            + (this == front || this == admin ? "" : " " + use)
                            + " port is " + got.get()
                            + (i + 1 < count ? " and the following ones move as far as they have to." : "."));
                }
            }
        }

        private String user(int index) {
            return this == front
                    ? "the front"
                    : this == admin ? "API and dashboard" : spec.preset().nodeName(index);
        }
    }
}
