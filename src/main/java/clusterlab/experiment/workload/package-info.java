/**
 * What clients send: a seeded plan, and the clients that carry it out over HTTP.
 */
@NullMarked
package clusterlab.experiment.workload;

import org.jspecify.annotations.NullMarked;
