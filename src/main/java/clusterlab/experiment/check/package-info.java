/**
 * The checkers. Each is one small file that judges a history and the copies; {@link
 * clusterlab.experiment.check.Judge} runs them.
 */
@NullMarked
package clusterlab.experiment.check;

import org.jspecify.annotations.NullMarked;
