/**
 * The {@code <Cluster>} element of a node's server.xml.
 *
 * <p>Imports spec; run may import it.
 */
@NullMarked
package clusterlab.config;

import org.jspecify.annotations.NullMarked;
