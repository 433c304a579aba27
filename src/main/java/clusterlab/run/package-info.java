/**
 * Executes experiments: an {@link clusterlab.run.Order} becomes runs, each in a lab of its own, and one report. Only cli
 * imports it.
 */
@NullMarked
package clusterlab.run;

import org.jspecify.annotations.NullMarked;
