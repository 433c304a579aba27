/**
 * The running cluster: nodes, their states, boot, join, and sessions.
 *
 * <pre>
 * Topology ──► Cluster ──► BootSequence     cold boot: two phases, nodes in parallel; then the Probe
 *                 │
 *                 ├─ Node ×N ──► NodeHost   where nodes run; makes a RunningNode for each start
 *                 │    │           └─ embedded.EmbeddedHost   a Tomcat in this JVM
 *                 │    ├──► NodeAgent       reads and actions inside the node
 *                 │    └──► JoinNeeds       conditions for a node that joins a running cluster
 *                 ├─ Network                links between nodes, and the faults on them
 *                 └─ Sessions               which node holds which session
 * RunFolder   logs, work folders, generated files; Leftovers removes those of processes that were killed
 * </pre>
 *
 * <p>Nothing here names a Catalina type; embedded does. Nothing here may assume that nodes share this JVM. Imports agent,
 * config, spec, event and files.
 */
@NullMarked
package clusterlab.cluster;

import org.jspecify.annotations.NullMarked;
