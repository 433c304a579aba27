package clusterlab.wire;

import clusterlab.cluster.attributes.Alarm;
import java.util.List;

/** The alarms that stand, oldest first. */
public record AlarmsJson(List<Alarm> alarms) {
    public AlarmsJson {
        alarms = List.copyOf(alarms);
    }
}
