package clusterlab.wire;

/**
 * Replication from one node to another since the lab began.
 *
 * @param messages how many were sent
 * @param bytes how many these had
 */
public record LinkJson(String from, String to, long messages, long bytes) {}
