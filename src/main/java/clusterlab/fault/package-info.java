/**
 * Everything that breaks something. A {@link clusterlab.fault.Fault} acts on links or on a node; {@link
 * clusterlab.fault.Nemesis} begins it on the {@code cluster}, records it, and heals the links when it is closed. Prompt,
 * API, dashboard and experiments all use it. Imports agent, cluster, event and spec.
 */
@NullMarked
package clusterlab.fault;

import org.jspecify.annotations.NullMarked;
