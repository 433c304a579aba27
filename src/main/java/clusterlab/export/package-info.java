/**
 * Generates files for other programs from the plan: the lab runs them, and users can copy them.
 *
 * <pre>
 * Topology + HttpdTarget ──HttpdFiles──► ConfigFile …          pure: no clock, no disk, no network
 * ConfigFile … ──ConfigWriter──► a folder                       the only class here with side effects
 * </pre>
 *
 * <p>Imports spec only; front, web and cli may import it.
 */
@NullMarked
package clusterlab.export;

import org.jspecify.annotations.NullMarked;
