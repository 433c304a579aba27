package clusterlab.agent;

/** The settings of a node's FarmWarDeployer that decide what becomes of a WAR. */
public final class DeployerView {
    /** A cluster without one. */
    public static final DeployerView NONE = new DeployerView(false, "", false, false, 0);

    private final boolean present;
    private final String watchDir;
    private final boolean watches;
    private final boolean deploysToAppBase;
    private final long everyMillis;

    /**
     * Settings.
     *
     * @param present whether the cluster has a FarmWarDeployer
     * @param watchDir absolute path of the folder that it watches
     * @param watches {@code watchEnabled}
     * @param deploysToAppBase whether its {@code deployDir} is the host's {@code appBase}: HostConfig.check deploys from there only
     * @param everyMillis the time between two looks at the folder: {@code backgroundProcessorDelay} of the engine times {@code
     *     processDeployFrequency}
     */
    public DeployerView(boolean present, String watchDir, boolean watches, boolean deploysToAppBase, long everyMillis) {
        this.present = present;
        this.watchDir = watchDir;
        this.watches = watches;
        this.deploysToAppBase = deploysToAppBase;
        this.everyMillis = everyMillis;
    }

    public boolean present() {
        return present;
    }

    public String watchDir() {
        return watchDir;
    }

    public boolean watches() {
        return watches;
    }

    public boolean deploysToAppBase() {
        return deploysToAppBase;
    }

    public long everyMillis() {
        return everyMillis;
    }
}
