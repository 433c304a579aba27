/**
 * An exported cluster in containers.
 *
 * <pre>
 * Topology, PodOptions ──KubernetesFiles──► *.yaml, README.md   ┐ with image/ if there is an application of the user's
 * Topology             ──ComposeFiles─────► compose.yaml, conf/ ┘
 * </pre>
 *
 * <p>Imports export with its other sub-packages, config and spec.
 */
@NullMarked
package clusterlab.export.containers;

import org.jspecify.annotations.NullMarked;
