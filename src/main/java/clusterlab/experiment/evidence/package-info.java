/**
 * All that a verdict needs, in one file for each run: the plan, every invocation and completion, the faults and what was
 * seen of them, the copies, and the end. A run is judged from this file, so a stored run can be judged again.
 */
@NullMarked
package clusterlab.experiment.evidence;

import org.jspecify.annotations.NullMarked;
