/**
 * The words that drive a lab, and the prompt for them.
 *
 * <pre>
 * line ──► CommandParser ──► Command ──► Interpreter ──► LabActions ─┬─ LocalActions   in this JVM: the prompt
 *                                            │                       └─ ctl.HttpActions  over the API: ctl
 *                                            └──► text of 80 columns (StatusText, SessionText, EventText)
 * </pre>
 *
 * <p>Words and texts are the same wherever they act. JLine is known in Console and Completion only.
 */
@NullMarked
package clusterlab.cli.console;

import org.jspecify.annotations.NullMarked;
