package clusterlab.cli;

/** The command's entry. */
public final class Main {
    private Main() {}

    /** Runs the command. */
    public static void main(String[] args) {
        System.err.println("cluster-lab: no command yet");
    }
}
