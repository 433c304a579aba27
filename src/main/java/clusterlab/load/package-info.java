/**
 * The built-in load: N clients, each with a session of its own, that look for lost increments while they measure.
 *
 * <pre>
 * LoadGenerator ─► LoadClient ×N ──HTTP──► front, or the nodes themselves
 *       ▲              │  │          HttpConnection, Answer
 *       └── Meter ◄────┘  └─► Increments   (what should the counter be?)
 * </pre>
 *
 * <p>It sees the lab as addresses only. Imports spec and event.
 */
@NullMarked
package clusterlab.load;

import org.jspecify.annotations.NullMarked;
