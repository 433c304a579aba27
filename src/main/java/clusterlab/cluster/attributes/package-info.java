/**
 * Attributes of sessions that a failover would lose: compares what the owner holds with every copy, and keeps what it finds as
 * alarms.
 *
 * <pre>
 * NodeAgent.touched, look ──► AttributeWatch ──► AttributeJudge ──► Finding ──► Alarms ──► event log
 *   sample of the sessions     few a second       two looks agree    one       standing, until somebody acknowledges
 * </pre>
 *
 * <p>Imports agent, event and what cluster may.
 */
@NullMarked
package clusterlab.cluster.attributes;

import org.jspecify.annotations.NullMarked;
