/**
 * What of Kubernetes a Tomcat asks for its members, on this machine: pods, an API server that lists them, service accounts.
 *
 * <pre>
 * cluster.Cluster ── node starts, ends ──► Kubernetes ── pods ──► ApiServer ◄── HTTPS, token ── KubernetesMembershipProvider
 *                                             └── files and environment of each pod ──► the node's JVM
 * </pre>
 *
 * <p>Imports spec and files; cluster, fault and what shows a lab may import it. The JDK and a writer of JSON only.
 */
@NullMarked
package clusterlab.cloud;

import org.jspecify.annotations.NullMarked;
