package clusterlab.cluster.attributes;

import clusterlab.agent.AttributeLook;
import clusterlab.cluster.attributes.Alarm.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes findings: the sentences of each kind of mistake. */
final class AttributeFindings {
    private AttributeFindings() {}

    private static String in(String session) {
        return "session " + AttributeFinding.shortened(session) + ": ";
    }

    private static AttributeFinding of(
            Kind kind,
            String session,
            AttributeLook attribute,
            List<String> nodes,
            String what,
            String happens,
            String remedy) {
        return new AttributeFinding(
                kind,
                session,
                List.of(attribute.name()),
                attribute.name(),
                attribute.type(),
                nodes,
                in(session) + what,
                happens,
                remedy,
                "");
    }

    static AttributeFinding changedInPlace(String session, AttributeLook attribute, String owner, List<String> behind) {
        return of(
                Kind.CHANGED_IN_PLACE,
                session,
                attribute,
                behind,
                "`" + attribute.name() + "` was changed on " + owner + " without setAttribute; "
                        + AttributeFinding.list(behind) + (behind.size() == 1 ? " holds" : " hold") + " another value",
                "Tomcat replicates an attribute when a request passes it to setAttribute. If " + owner
                        + " dies, the change is lost.",
                "Call session.setAttribute(\"" + attribute.name() + "\", …) after each change of the object.");
    }

    /** @param also names of attributes that did not arrive with it */
    static AttributeFinding notSerializable(String session, AttributeLook attribute, String owner, List<String> also) {
        String detail = attribute.detail();
        boolean failed = detail.contains("; ");
        return new AttributeFinding(
                Kind.NOT_SERIALIZABLE,
                session,
                List.of(attribute.name()),
                attribute.path(),
                failed ? detail.substring(0, detail.indexOf("; ")) : detail,
                List.of(owner),
                in(session) + attribute.path() + ": " + (failed ? detail : detail + " is not Serializable"),
                "A request that sets it ends well, Tomcat writes a line in " + owner
                        + "'s log, and none of the changes of that request reaches another node."
                        + (also.isEmpty() ? "" : " So " + AttributeFinding.names(also) + " did not arrive either."),
                failed
                        ? "Mend how the class is written (writeObject, or the objects that it holds)."
                        : "Let the class implement java.io.Serializable, or mark the field transient and fill it again after "
                                + "reading.",
                "");
    }

    static AttributeFinding refused(String session, String attribute, String node) {
        return new AttributeFinding(
                Kind.NOT_SERIALIZABLE,
                session,
                List.of(attribute),
                attribute,
                "",
                List.of(node),
                in(session) + "setAttribute refused `" + attribute + "`, since its class is not Serializable",
                "Tomcat throws an IllegalArgumentException where the application is <distributable/>; the request ended with "
                        + "an error.",
                "Let the class of the value implement java.io.Serializable.",
                "");
    }

    static AttributeFinding unreadable(
            String session, AttributeLook attribute, String path, String why, List<String> nodes, List<String> also) {
        String remedy = why.contains("ClassNotFound") || why.contains("NoClassDefFound")
                ? "Deploy the same application on all nodes, with the class in WEB-INF/classes or WEB-INF/lib."
                : why.contains("InvalidClass")
                        ? "Give the class a fixed serialVersionUID, the same on all nodes, and its superclass a constructor "
                                + "without parameters or Serializable."
                        : "Mend how the class is read (readObject, readResolve, readExternal).";
        return of(
                Kind.UNREADABLE,
                session,
                attribute,
                nodes,
                path + " can't be read on " + AttributeFinding.list(nodes) + ": " + why,
                "The node drops the changes of each request that sets it, and holds the older values, or none."
                        + (also.isEmpty() ? "" : " So " + AttributeFinding.names(also) + " did not arrive either."),
                remedy);
    }

    static AttributeFinding absent(String session, AttributeLook attribute, String owner, List<String> nodes) {
        return of(
                Kind.ABSENT,
                session,
                attribute,
                nodes,
                "`" + attribute.name() + "` is on " + owner + " and absent on " + AttributeFinding.list(nodes),
                "If " + owner + " dies, the attribute is lost.",
                MISSED);
    }

    private static final String MISSED =
            "Read the warnings in the logs of these nodes; with asynchronous replication, try "
                    + "--send-options sync.";

    private static final String MISSED_IN_SYNC = "Read the warnings in the logs of these nodes.";

    private static final String CUT =
            "A link was cut, and Tomcat does not send again what was lost with it: the next request that sets the attribute "
                    + "mends the copy; a node that lacks a whole session gets it when it is restarted.";

    /** The cause of findings that follow from a cut link. */
    static final String BY_A_CUT = "cut";

    /**
     * The same with the advice for these circumstances, if it is about a copy that a change did not reach.
     *
     * @param sync whether a response waits until the copies are changed
     * @param cut whether a link has been cut since the lab began
     */
    static AttributeFinding advised(AttributeFinding finding, boolean sync, boolean cut) {
        if (!finding.remedy().equals(MISSED) || !(sync || cut)) {
            return finding;
        }
        return new AttributeFinding(
                finding.kind(),
                finding.session(),
                finding.attributes(),
                finding.path(),
                finding.type(),
                finding.nodes(),
                finding.what(),
                finding.happens(),
                cut ? CUT : MISSED_IN_SYNC,
                cut ? BY_A_CUT : finding.cause());
    }

    static AttributeFinding sessionAbsent(String session, String owner, List<String> nodes) {
        return new AttributeFinding(
                Kind.ABSENT,
                session,
                List.of(),
                "",
                "",
                nodes,
                in(session) + "it is on " + owner + ", and " + AttributeFinding.list(nodes)
                        + (nodes.size() == 1 ? " has" : " have") + " no copy",
                "If " + owner + " dies, the session is lost.",
                MISSED,
                "");
    }

    static AttributeFinding stale(String session, AttributeLook attribute, String owner, List<String> nodes) {
        return of(
                Kind.STALE,
                session,
                attribute,
                nodes,
                "`" + attribute.name() + "` has another value on " + owner + " than on " + AttributeFinding.list(nodes),
                "If " + owner + " dies, the users meet the other value.",
                attribute.listens()
                        ? "Its class is an HttpSessionBindingListener, and Tomcat calls valueBound on each node that a change "
                                + "reaches; change nothing there."
                        : MISSED);
    }

    static AttributeFinding left(String session, String attribute, String owner, List<String> nodes) {
        return new AttributeFinding(
                Kind.STALE,
                session,
                List.of(attribute),
                attribute,
                "",
                nodes,
                in(session) + "`" + attribute + "` is not on " + owner + ", and still on "
                        + AttributeFinding.list(nodes),
                "If " + owner + " dies, what was removed is there again, a login for example.",
                MISSED,
                "");
    }

    static AttributeFinding grows(String session, AttributeLook attribute, String owner, long requests, long more) {
        return of(
                Kind.GROWS,
                session,
                attribute,
                List.of(owner),
                "`" + attribute.name() + "` grows: " + AttributeFinding.size(attribute.bytes()) + ", "
                        + AttributeFinding.size(Math.max(1, more / Math.max(1, requests))) + " more with each request",
                "Each request that sets it sends all of it to the other nodes, and each node keeps it.",
                "Give it a bound, or keep it in a store of its own and its key in the session.");
    }

    static AttributeFinding changesType(String session, AttributeLook attribute, String owner, String before) {
        return of(
                Kind.CHANGES_TYPE,
                session,
                attribute,
                List.of(owner),
                "`" + attribute.name() + "` was " + before + " and is " + attribute.type(),
                "Code that casts it may fail with a ClassCastException in the next request.",
                "Keep one type in one attribute, and use another name for the other.");
    }

    /**
     * @param gone that no copy held
     * @param older of which the copies hold an older value
     * @param how such as "died"
     */
    static AttributeFinding lost(
            String session, List<String> gone, List<String> older, boolean all, String node, String how, String death) {
        List<String> names = new ArrayList<>(gone);
        names.addAll(older);
        names.sort(null);
        String lost = all
                ? "the whole session was lost when " + node + " " + how + ", with " + AttributeFinding.names(names)
                : AttributeFinding.names(names) + (names.size() == 1 ? " was" : " were") + " lost when " + node + " "
                        + how;
        return new AttributeFinding(
                Kind.LOST,
                session,
                names,
                names.size() == 1 ? names.get(0) : "",
                "",
                List.of(node),
                in(session) + lost,
                all
                        ? "No other node had a copy of the session."
                        : (gone.isEmpty()
                                        ? ""
                                        : "No other node held "
                                                + AttributeFinding.names(
                                                        gone.stream().sorted().toList()) + ". ")
                                + (older.isEmpty()
                                        ? ""
                                        : "Of "
                                                + AttributeFinding.names(
                                                        older.stream().sorted().toList())
                                                + " the other nodes hold an older value."),
                "What else is said of these attributes tells why they were not replicated.",
                death);
    }
}
