/**
 * What the firewalls of an exported cluster have to let in.
 *
 * <pre>
 * Topology, Placement ──Openings──► Opening … ──FirewallFiles──► firewalld.sh, ufw.sh, nftables.sh with cluster.nft
 * </pre>
 *
 * <p>Imports export, config and spec.
 */
@NullMarked
package clusterlab.export.firewall;

import org.jspecify.annotations.NullMarked;
