/**
 * The running cluster; the only place that knows Catalina, Coyote and Tribes.
 *
 * <pre>
 * Topology ──► Cluster ──► BootSequence          two phases, in parallel
 *                 │
 *                 └─ Node ×N = EmbeddedNode ──► TomcatInstance      one start of one node; thrown away when it ends
 *                                                 ├─ TomcatFactory    Engine, Host, connectors, context
 *                                                 └─ ClusterFactory   SimpleTcpCluster, of the text of config.ClusterXml
 * RunFolder   logs, work folders, generated files
 * NodeLogs    sends every log line to the file of the node whose thread wrote it
 * Readiness   who sees whom; the probe session
 * </pre>
 *
 * <p>Nothing outside may assume that a node lives in this JVM: other packages see {@link clusterlab.cluster.Node} and
 * snapshots. Imports agent, config, spec and event.
 */
@NullMarked
package clusterlab.cluster;

import org.jspecify.annotations.NullMarked;
