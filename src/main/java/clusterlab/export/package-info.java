/**
 * The plan as files that other programs read: what the lab runs, and what a user can take home.
 *
 * <pre>
 * Topology + HttpdTarget ──HttpdFiles──► ConfigFile …          pure: no clock, no disk, no network
 * ConfigFile … ──ConfigWriter──► a folder                       the one class here with a side effect
 * </pre>
 *
 * <p>Imports spec only; front, web and cli may import it.
 */
@NullMarked
package clusterlab.export;

import org.jspecify.annotations.NullMarked;
