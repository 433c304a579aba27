/**
 * Experiments with a verdict: the answers that clients got, the content of the copies, and what follows from the two.
 *
 * <pre>
 * WorkloadPlan ──► clients ──► Recorder ──► history.jsonl ──► History ─┐
 *  seeded                                                              ├─► Judge ──► Judgement ─┐
 *                  nodes, read directly ──► CopySnapshots              │   one Checker          ├─► Comparison
 *                  faults as they were applied ──► FaultRecord ────────┘   after the other      │
 *                                                       the control without the fault ──────────┘
 * </pre>
 *
 * <p>Checkers are pure functions: no clock, no file, no network. Imports spec, event, fault, http, and of
 * cluster the snapshots.
 */
@NullMarked
package clusterlab.experiment;

import org.jspecify.annotations.NullMarked;
