/**
 * The code inside a node: its interceptor, failure detector, membership, valves, and the reader of its copies. Catalina
 * and Tribes types only. Imports no other package of the project.
 */
@NullMarked
package clusterlab.agent;

import org.jspecify.annotations.NullMarked;
