/**
 * HAProxy and nginx of this machine as fronts. They speak HTTP to the nodes.
 *
 * <p>Imports export, front and spec.
 */
@NullMarked
package clusterlab.front.proxy;

import org.jspecify.annotations.NullMarked;
