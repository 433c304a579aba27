/**
 * The result of a checker: status, figures, and findings with a story.
 */
@NullMarked
package clusterlab.experiment.verdict;

import org.jspecify.annotations.NullMarked;
