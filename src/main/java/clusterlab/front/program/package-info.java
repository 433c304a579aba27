/**
 * A front that is a program of this machine, as a child process with generated files.
 *
 * <pre>
 * ProgramBalancer ──► ProgramServer ──► FrontProgram    writes the configuration, starts ProgramProcess
 *       │                   └─────────► FrontControl    what the program says of its workers
 *       └── WorkerReader, WorkerLedger, WorkerWatch ──► FrontControl
 * </pre>
 *
 * <p>front.httpd and front.proxy have the programs.
 */
@NullMarked
package clusterlab.front.program;

import org.jspecify.annotations.NullMarked;
