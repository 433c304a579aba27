/**
 * Examines an application without starting it: does its session survive a failover? Reads class files with ASM and loads
 * none of them. Imports {@code files} at most; imported by {@code run} and {@code cli}.
 *
 * <pre>
 * Doctor
 *   AppReader     folder or WAR, bounded        → Application (descriptors, class headers, code of its own classes)
 *   Rules         one file each; a list         → RuleFinding
 *     MethodFlow  what is in a variable, from which attribute
 *     FieldPaths  the path to what is not Serializable
 *   Diagnosis     → DiagnosisText, DiagnosisJson, Sarif
 * </pre>
 */
@NullMarked
package clusterlab.app.doctor;

import org.jspecify.annotations.NullMarked;
