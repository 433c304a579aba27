/**
 * Experiments with a verdict: what clients were told, what the copies hold, and what follows from the two.
 *
 * <pre>
 * WorkloadPlan ──► clients ──► Recorder ──► history.jsonl ──► History ─┐
 *  seeded                                                              ├─► Judge ──► Judgement ─┐
 *                  nodes, read directly ──► FinalState, polls          │   one Checker          ├─► Comparison
 *                  faults as they were applied ──► FaultRecord ────────┘   after the other      │
 *                                                       the control without the fault ──────────┘
 * </pre>
 *
 * <p>Checkers are pure functions: no clock, no file, no network. Imports spec, event, fault, of load the
 * HTTP connection, and of runtime the snapshots.
 */
@NullMarked
package clusterlab.experiment;

import org.jspecify.annotations.NullMarked;
