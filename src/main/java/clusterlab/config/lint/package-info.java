/**
 * Examines a configuration without starting it: what will its cluster lose, and what stands in it that does not do what it seems to?
 *
 * <pre>
 * file, folder conf ──Examined──► ClusterConfig for each &lt;Cluster&gt; ──ConfigRules.ALL──► Linted ──► text, JSON, SARIF
 * </pre>
 *
 * <p>A rule is one file and one line in {@link clusterlab.config.lint.ConfigRules}. What it claims of Tomcat has its class and method beside
 * it, or a measurement of docs/findings.md. Of the project, cli may import it.
 */
@NullMarked
package clusterlab.config.lint;

import org.jspecify.annotations.NullMarked;
