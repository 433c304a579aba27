/**
 * The settings that were asked for, and the plan made of them: immutable records, JDK only.
 *
 * <pre>
 * ClusterSpec  what was asked      {@code --nodes 3 --preset lab …}, a {@link clusterlab.spec.Preset} with overrides
 *     │ Planner                    resolves ports and secrets once, reports all errors together
 *     ▼
 * Topology     the plan            every port, name and attribute; nothing after it re-reads an option
 * </pre>
 *
 * <p>{@link clusterlab.spec.Words} maps the words of options, matrix, prompt, API and reports to values and back.
 *
 * <p>Imports no other package of the project; all of them may import it.
 */
@NullMarked
package clusterlab.spec;

import org.jspecify.annotations.NullMarked;
