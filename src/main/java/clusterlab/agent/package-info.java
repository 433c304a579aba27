/**
 * What lives inside a node: what its channel sends and receives, its failure detector, its valves, its copies. Catalina and Tribes
 * types only. Imports no other package of the project.
 */
@NullMarked
package clusterlab.agent;

import org.jspecify.annotations.NullMarked;
