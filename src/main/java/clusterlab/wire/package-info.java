/**
 * The JSON of the API, defined once for both ends: web writes it, ctl reads it.
 *
 * <pre>
 *  snapshots of cluster, front, load ──of()──► NodeJson, SessionJson, … ──Wire──► bytes ──Wire──► the same ──view()──► ctl
 *  fault.Fault ──FaultJson──► {"type":"drop","from":"node1","to":"node2"} ──FaultJson──► fault.Fault
 * </pre>
 *
 * <p>A record's components are its fields, in their order; openapi.json describes them. A snapshot that already has the
 * wire's fields is used directly: LoadView, CopyView.Attribute, Worker. A reader of responses ignores unknown fields;
 * requests are read through {@link Fields}, which refuses unknown fields and names the invalid field. Imports spec,
 * cluster, front, fault and load; web and cli import it.
 */
@NullMarked
package clusterlab.wire;

import org.jspecify.annotations.NullMarked;
