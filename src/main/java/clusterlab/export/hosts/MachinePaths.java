package clusterlab.export.hosts;

import clusterlab.export.HttpdLayout;

/**
 * Where things are on the machines; absolute paths with slashes.
 *
 * @param catalinaHome of the unmodified Tomcat
 * @param install folder that a machine's folder is copied to
 * @param user that runs Tomcat and the front
 * @param layout of the front's httpd
 */
public record MachinePaths(String catalinaHome, String install, String user, HttpdLayout layout) {

    /**
     * Refuses what systemd and shells would read otherwise.
     *
     * @throws IllegalArgumentException with a sentence that names the option
     */
    public MachinePaths {
        path("--catalina-home", catalinaHome);
        path("--install-dir", install);
        if (!user.matches("[a-z_][a-z0-9_-]{0,31}")) {
            throw new IllegalArgumentException("--user " + user + ": use the name of a system user, such as tomcat.");
        }
    }

    private static void path(String option, String path) {
        if (!path.matches("(/[A-Za-z0-9._+-]+)+")) {
            throw new IllegalArgumentException(option + " " + path
                    + ": use an absolute path of letters, digits and . _ + -, such as /opt/tomcat.");
        }
    }
}
