package clusterlab.spec;

import java.util.List;
import java.util.Optional;

/**
 * What {@code --cluster FILE} brings in, as it stands in the file.
 *
 * @param file as the user named it
 * @param place of the element
 * @param cluster the {@code <Cluster>} element; empty if the file only has a manager
 * @param manager the {@code <Manager>} of a {@code <Context>}; it takes the place of the cluster's own
 * @param remarks sentences for the user on what Tomcat ignores in it, and what the lab does
 */
public record ImportedCluster(
        String file,
        Place place,
        Optional<ClusterElement> cluster,
        Optional<ClusterElement> manager,
        List<String> remarks) {

    /** Which container of Tomcat has the element. */
    public enum Place {
        /** Of all hosts. */
        ENGINE,
        /** Of one host; a fragment too. */
        HOST
    }

    /** Copies the list. */
    public ImportedCluster {
        remarks = List.copyOf(remarks);
    }
}
