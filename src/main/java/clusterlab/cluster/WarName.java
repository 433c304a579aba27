package clusterlab.cluster;

import java.util.regex.Pattern;

/**
 * The name of a WAR that is deployed, and of its application: Tomcat takes path and version from it (ContextName), {@code #} for a
 * slash and {@code ##} before the version.
 *
 * @param base without {@code .war}, such as {@code shop}, {@code shop#admin##2} or {@code ROOT}
 */
record WarName(String base) {
    private static final String WORD = "[A-Za-z0-9_-][A-Za-z0-9_.-]*";
    private static final Pattern BASE = Pattern.compile(WORD + "(#" + WORD + ")*(##" + WORD + ")?");
    private static final String ROOT = "ROOT";
    private static final int LONGEST = 100;

    /**
     * Reads the name of a file.
     *
     * @throws RefusedException if it is not that of a WAR, or makes no path of an application
     */
    static WarName ofFile(String file) throws RefusedException {
        if (!file.endsWith(".war")) {
            throw new RefusedException(file + " is no WAR; give a file whose name ends with .war.");
        }
        return of(file.substring(0, file.length() - ".war".length()), file);
    }

    /**
     * Reads the name of an application as a user gives it: {@code shop}, {@code /shop} or {@code shop.war}.
     *
     * @throws RefusedException if no application can have it
     */
    static WarName ofApplication(String name) throws RefusedException {
        String base = name.endsWith(".war") ? name.substring(0, name.length() - ".war".length()) : name;
        base = base.startsWith("/") ? base.substring(1) : base;
        return of(base.isEmpty() ? ROOT : base, name);
    }

    private static WarName of(String base, String given) throws RefusedException {
        if (base.length() > LONGEST || !BASE.matcher(base).matches()) {
            throw new RefusedException("\"" + given + "\" can't be the name of an application: use at most " + LONGEST
                    + " letters, digits, _, - and dots, # for a slash and ## before a version, as in shop##2.war.");
        }
        return new WarName(base);
    }

    String file() {
        return base + ".war";
    }

    /** The path of its pages, empty for the root. */
    String path() {
        int version = base.indexOf("##");
        String name = version < 0 ? base : base.substring(0, version);
        return name.equals(ROOT) ? "" : "/" + name.replace('#', '/');
    }

    /** Its version, or empty. */
    String version() {
        int version = base.indexOf("##");
        return version < 0 ? "" : base.substring(version + 2);
    }

    /** The name of its Context in Tomcat. */
    String context() {
        return version().isEmpty() ? path() : path() + "##" + version();
    }
}
