package clusterlab.wire;

import clusterlab.fault.Nemesis;
import java.util.List;

/** The faults in force, oldest first. */
public record FaultsJson(List<Nemesis.Active> faults) {
    public FaultsJson {
        faults = List.copyOf(faults);
    }
}
