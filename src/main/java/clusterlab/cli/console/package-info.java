/**
 * The words that control a lab, and the prompt for them.
 *
 * <pre>
 * line ──► PromptWords.read ──► Word ──► WordRun ──► LabActions ─┬─ LocalActions   in this JVM: the prompt
 *          (picocli)                  │                    └─ ctl.HttpActions  over the API: ctl
 *                                     └──► text of 80 columns (StatusText, SessionText, EventText)
 * </pre>
 *
 * <p>A new word is a class in NodeWords, FaultWords or LabWords and a line in PromptWords; help and completion follow.
 * Words and texts are the same for the prompt and ctl. Only Console and Completion use JLine.
 *
 * <p>Completion is our own code: PicocliJLineCompleter offers all of a word's arguments at every position ({@code for}
 * after {@code kill node1 }, a node twice), and its artifact otherwise holds PicocliCommands, which needs
 * jline-console.
 */
@NullMarked
package clusterlab.cli.console;

import org.jspecify.annotations.NullMarked;
