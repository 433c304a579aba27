/**
 * The Tomcats and Javas of this machine that nodes can run on: finds, identifies and unpacks them.
 *
 * <pre>
 * a version ──► local Maven repository, else the lab's folder of downloads ─┐
 * a CATALINA_HOME, tar.gz or zip ──► version in its lib/catalina.jar ───────┴─► TomcatHome in the plan
 *                                                                                  │ at the start of the nodes
 *                                                                                  ▼
 *                                                      Unpacker: a CATALINA_HOME that nobody writes to
 * </pre>
 *
 * <p>Downloads nothing by itself; only {@link clusterlab.distribution.MavenCommand} does, for {@code cluster-lab fetch}.
 *
 * <p>May import {@code spec} and {@code files}.
 */
@NullMarked
package clusterlab.distribution;

import org.jspecify.annotations.NullMarked;
