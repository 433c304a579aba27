package clusterlab.wire;

import clusterlab.cluster.ApplicationView;
import java.util.List;

/**
 * The applications that were deployed while the lab runs, by name.
 *
 * @param deploys whether a node that is up has a FarmWarDeployer that deploys what it is given
 */
public record ApplicationsJson(boolean deploys, List<ApplicationJson> applications) {
    public ApplicationsJson {
        applications = List.copyOf(applications);
    }

    /** The JSON of these applications. */
    public static ApplicationsJson of(boolean deploys, List<ApplicationView> applications) {
        return new ApplicationsJson(
                deploys, applications.stream().map(ApplicationJson::of).toList());
    }
}
