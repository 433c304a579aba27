/**
 * API and dashboard on the admin port, for the user who started the lab.
 *
 * <pre>
 * browser, curl ──► AdminServer ──► Guard ──► DashboardFiles   the dashboard's files
 *                                     │ Host, token, Origin
 *                                     ├─────► EventStream      server-sent events, from the EventLog
 *                                     └─────► Router ──► Api   blocking, on a few worker threads
 *                                                         └──► LabControl
 * </pre>
 *
 * <p>{@code openapi.json} beside this package describes every route; requests and responses are records of
 * {@code wire}. May import everything except cli.
 */
@NullMarked
package clusterlab.web;

import org.jspecify.annotations.NullMarked;
