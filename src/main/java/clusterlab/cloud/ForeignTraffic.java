package clusterlab.cloud;

/**
 * What a pod of another application was sent by the nodes, which take it for a member.
 *
 * @param messages of the replication
 * @param sessions whose changes it could read
 */
public record ForeignTraffic(long messages, int sessions) {
    /** Nothing. */
    public static final ForeignTraffic NONE = new ForeignTraffic(0, 0);
}
