/**
 * What examinations that boot nothing have in common: rules with their texts, findings with their places, and the forms in which they
 * are printed. {@code app.doctor} examines applications, {@code config.lint} configurations.
 *
 * <p>Imports no other package of the project; app, config and cli may import it.
 */
@NullMarked
package clusterlab.diagnosis;

import org.jspecify.annotations.NullMarked;
