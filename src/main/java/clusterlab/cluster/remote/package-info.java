/**
 * Nodes that somebody else started, elsewhere: they are watched over HTTP, and killed, frozen and started by the user's own
 * commands. Nothing but the addresses of the user's file is ever addressed.
 */
@NullMarked
package clusterlab.cluster.remote;

import org.jspecify.annotations.NullMarked;
