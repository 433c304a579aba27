/**
 * Attributes of sessions that a failover would lose: compares what the owner holds with every copy, and keeps what it finds as
 * alarms.
 *
 * <pre>
 * NodeAgent.touched, look ─► AttributeWatch ─► AttributeJudge ─► AttributeFinding ─► Alarms ─► event log
 *   a sample of sessions       a few a second    two looks agree                      they stand until acknowledged
 * </pre>
 *
 * <p>Imports agent, event and what cluster may.
 */
@NullMarked
package clusterlab.cluster.attributes;

import org.jspecify.annotations.NullMarked;
