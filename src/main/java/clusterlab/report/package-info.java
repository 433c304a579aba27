/**
 * The results of an experiment, for people and programs: one {@link clusterlab.report.Report}, and its text, JSON and HTML.
 *
 * <pre>
 * RunResult, Comparison ─┐            ┌─► TextReport   80 columns
 * Setup (Topology, XML) ─┴─► Report ──┼─► JsonReport   report.json
 *                                     └─► HtmlReport   report.html, one file, no script, nothing from the network
 * </pre>
 *
 * <p>Pure functions to text. Imports spec, event and experiment; the {@code <Cluster>} element comes in as text.
 */
@NullMarked
package clusterlab.report;

import org.jspecify.annotations.NullMarked;
