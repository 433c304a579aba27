/**
 * A folder for each machine of a cluster.
 *
 * <pre>
 * Topology, Placement, Paths ──HostsFiles──► README.md
 *                                            WAS1/ WAS1/   the CATALINA_BASE      (export.tomcat)
 *                                                  firewall/                      (export.firewall)
 *                                                  cluster-lab-WAS1.service
 *                                            front/ httpd/                        (export)
 *                                                   firewall/ cluster-lab-front.service
 * </pre>
 *
 * <p>Imports export with its other sub-packages, config and spec.
 */
@NullMarked
package clusterlab.export.hosts;

import org.jspecify.annotations.NullMarked;
