/**
 * Runs real experiments on clusters with a planted defect: a verdict VALID is only worth something if it would have been another
 * one. {@code scripts/show plants} runs all of them, {@link clusterlab.plants.PlantsIT} a few.
 *
 * <pre>
 * Plants ── Plant = Trial (which experiment, how long) + Rig ◄── Replica   what a node does to the sessions that it receives
 *                                                            ◄── Hosts     what a node does when it is killed, cut off, started
 *                                                            ◄── Page      what the application writes and answers
 *                                                            ◄── Clients   what the load does
 * </pre>
 */
@NullMarked
package clusterlab.plants;

import org.jspecify.annotations.NullMarked;
