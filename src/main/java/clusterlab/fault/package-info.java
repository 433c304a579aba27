/**
 * The one way to break things. A {@link clusterlab.fault.Fault} says what happens to which links; {@link
 * clusterlab.fault.Nemesis} applies it to {@code runtime.Network}, records it, and heals everything when it is closed.
 * Console, API, dashboard and experiments all come through here. Imports spec, event and runtime.
 */
@NullMarked
package clusterlab.fault;

import org.jspecify.annotations.NullMarked;
