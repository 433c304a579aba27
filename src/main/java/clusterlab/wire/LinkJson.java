package clusterlab.wire;

/**
 * Replication messages from one node to another since the lab began.
 *
 * @param messages number of sent messages
 * @param bytes total size of these messages
 */
public record LinkJson(String from, String to, long messages, long bytes) {}
