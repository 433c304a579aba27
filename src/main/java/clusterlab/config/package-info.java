/**
 * The {@code <Cluster>} element of a node's server.xml: its one translation from the plan, and back to objects; and the one of a
 * user's file, on its way into the plan.
 *
 * <pre>
 * Topology, NodeSpec ──ClusterXml──► text ─┬─ClusterReader──► SimpleTcpCluster    what runs
 *                                          └─► reports                            what is printed
 *
 * file ──ClusterImport──► ImportedCluster ──ClusterCheck──► spec ──► plan ──spec.ClusterPlan, ClusterXml──► text
 * </pre>
 *
 * <p>The text has Tomcat's class names only; cluster.embedded puts the lab's own classes in while it is read. Imports agent and
 * spec; cluster, run and cli may import it.
 */
@NullMarked
package clusterlab.config;

import org.jspecify.annotations.NullMarked;
