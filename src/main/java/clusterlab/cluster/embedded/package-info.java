/** A node as a Tomcat in this JVM. Nothing outside this package knows that nodes share a JVM. */
@NullMarked
package clusterlab.cluster.embedded;

import org.jspecify.annotations.NullMarked;
