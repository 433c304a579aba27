/**
 * The built-in balancer: sticky sessions, health, failover that never sends a non-idempotent request twice.
 */
@NullMarked
package clusterlab.front.embedded;

import org.jspecify.annotations.NullMarked;
