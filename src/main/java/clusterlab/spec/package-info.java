/**
 * What was asked for, and the plan made of it: immutable records, JDK only.
 *
 * <pre>
 * ClusterSpec  what was asked      {@code --nodes 3 --preset lab …}, a {@link clusterlab.spec.Preset} with overrides
 *     │ Planner                    resolves ports and secrets once, reports all errors at once
 *     ▼
 * Topology     the plan            every port, name and attribute; nothing after it re-reads an option
 * </pre>
 *
 * <p>Imports no other package of the project; all of them may import it.
 */
@NullMarked
package clusterlab.spec;

import org.jspecify.annotations.NullMarked;
