package clusterlab.web;

import clusterlab.cluster.Cluster;
import clusterlab.event.EventLog;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import java.util.Optional;

/**
 * What API and dashboard show and drive.
 *
 * @param front empty if clients talk to the nodes
 * @param load empty if this lab has none
 */
public record LabParts(
        Cluster cluster, Nemesis nemesis, EventLog events, Optional<Balancer> front, Optional<LoadControl> load) {}
