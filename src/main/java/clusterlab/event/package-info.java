/**
 * Everything that happens, as typed records in one ordered log.
 *
 * <pre>
 * cluster, front, fault ──► EventLog ──► console · dashboard (SSE) · events.jsonl (Journal) · report
 * </pre>
 *
 * <p>Imports spec only.
 */
@NullMarked
package clusterlab.event;

import org.jspecify.annotations.NullMarked;
