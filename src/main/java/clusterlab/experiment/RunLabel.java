package clusterlab.experiment;

/**
 * What a run is called.
 *
 * @param experiment its name
 * @param variant what tells the run from those of other variants; empty if there is one variant only
 * @param role what tells the run from its control
 */
public record RunLabel(String experiment, Label variant, RunRole role) {

    /** As it is printed: {@code delta with the fault}, {@code control}, {@code not sticky}, or the experiment's name. */
    public String text() {
        String name = variant.text();
        return switch (role) {
            case WITH_FAULT -> (name + " with the fault").strip();
            case CONTROL -> (name + " control").strip();
            case ALONE -> name.isEmpty() ? experiment : name;
        };
    }

    /** As it is printed where all runs have the same role. */
    public String variantText() {
        return variant.text().isEmpty() ? text() : variant.text();
    }
}
