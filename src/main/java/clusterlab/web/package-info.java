/**
 * API and dashboard on the admin port, for the one person who started the lab.
 *
 * <pre>
 * browser, curl ──► AdminServer ──► Guard ──► DashboardFiles   the dashboard's files
 *                                     │ Host, token, Origin
 *                                     ├─────► EventStream      server-sent events, out of the EventLog
 *                                     └─────► Router ──► Api   blocking, on a few worker threads
 *                                                         └──► Cluster, Nemesis, Balancer, LoadControl
 * </pre>
 *
 * <p>{@code openapi.json} beside this package describes every route; what is sent and read are records of {@code wire}.
 * May import everything but cli.
 */
@NullMarked
package clusterlab.web;

import org.jspecify.annotations.NullMarked;
