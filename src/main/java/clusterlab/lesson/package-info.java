/**
 * Lessons: chapters of text, a prediction, something to do in the running lab, and a check that looks at what was done.
 *
 * <pre>
 * lesson/en/crash.lesson ──LessonFile──► Lesson ──► LessonRun ──► LessonView ──► prompt, ctl, dashboard
 *                                                     │  ▲
 *                                          StepNotes ─┘  └─ LabScene (nodes, faults, sessions, front, load)
 *                                       (events since the step began)
 * </pre>
 *
 * <p>A {@link clusterlab.lesson.LessonCheck} sees what happened since its step began, so a counter that is right already, or a node that
 * is down already, passes nothing. {@link clusterlab.lesson.LessonDesk} has the lesson that runs in a lab. Imports lang, agent, spec, event,
 * cluster, fault, front and load.
 */
@NullMarked
package clusterlab.lesson;

import org.jspecify.annotations.NullMarked;
