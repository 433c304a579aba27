/**
 * The built-in load: N clients, each with its own session, measure latencies and detect lost increments.
 *
 * <pre>
 * LoadGenerator ─► LoadClient ×N ──HTTP──► front, or the nodes themselves
 *       ▲              │  │          HttpConnection, HttpAnswer
 *       └── Meter ◄────┘  └─► Increments   (what should the counter be?)
 * </pre>
 *
 * <p>It uses only addresses of the lab. Imports spec, event and http.
 */
@NullMarked
package clusterlab.load;

import org.jspecify.annotations.NullMarked;
