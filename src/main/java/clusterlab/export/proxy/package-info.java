/**
 * Fronts that speak HTTP to the nodes: HAProxy and nginx.
 *
 * <pre>
 * Topology, ProxyTarget ──HaproxyText──► haproxy.cfg
 *                       ──NginxText────► nginx.conf
 * </pre>
 *
 * <p>Imports export and spec.
 */
@NullMarked
package clusterlab.export.proxy;

import org.jspecify.annotations.NullMarked;
