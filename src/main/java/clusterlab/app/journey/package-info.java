/**
 * A user's way through an application: read from a HAR file, replayed by clients, and compared.
 *
 * <pre>
 * HarReader ─► Har ─► Journey ─► Correlation ─► Walker ─► Answer ─► Facts ─┬─► Noise        (two walks without a fault)
 *                     Steps       where each     one      live      what is │
 * Crawl ───────────►              value came     client             compared└─► Differences (a walk with the fault)
 *                                 from
 * </pre>
 *
 * <p>Pure but for {@link clusterlab.app.journey.Walker}, which sends over {@code http}. Imports of the project only that and
 * {@code files}; what needs a running lab is {@code run.Verification}.
 */
@NullMarked
package clusterlab.app.journey;

import org.jspecify.annotations.NullMarked;
