/**
 * The JSON of the API, once for both ends: web makes it of what runs, ctl reads it.
 *
 * <pre>
 *  snapshots of cluster, front, load ──of()──► NodeJson, SessionJson, … ──Wire──► bytes ──Wire──► the same ──view()──► ctl
 *  fault.Fault ──FaultJson──► {"type":"drop","from":"node1","to":"node2"} ──FaultJson──► fault.Fault
 * </pre>
 *
 * <p>A record's components are its fields, in their order; openapi.json describes them. A snapshot that has the wire's
 * fields already stands for itself: LoadView, CopyView.Attribute, Worker. Answers are read with unknown fields ignored;
 * requests are read through {@link Fields}, which refuses unknown ones and names the field that is wrong. Imports what it
 * shows (spec, cluster, front, fault, load); web and cli import it.
 */
@NullMarked
package clusterlab.wire;

import org.jspecify.annotations.NullMarked;
