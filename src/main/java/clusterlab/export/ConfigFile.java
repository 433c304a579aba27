package clusterlab.export;

/**
 * One generated file.
 *
 * @param path below the folder that it is written to, with slashes, such as {@code conf/server.xml}
 * @param content the whole text: empty, or with a line feed at its end
 * @param ownerOnly whether it contains a secret, so that only its owner may read it
 */
public record ConfigFile(String path, String content, boolean ownerOnly) {

    /**
     * Refuses a path that leaves the folder.
     *
     * @throws IllegalArgumentException if the path has a segment that is empty, {@code .} or {@code ..}, or other
     *     characters than letters, digits and {@code . _ ~ # -}
     */
    public ConfigFile {
        checkPath(path);
    }

    static void checkPath(String path) {
        for (String segment : path.split("/", -1)) {
            if (!segment.matches("[A-Za-z0-9._~#-]+") || segment.matches("\\.\\.?")) {
                throw new IllegalArgumentException("not a path below a folder: " + path);
            }
        }
    }

    /** Whether it is a script, so that its owner can execute it. */
    public boolean isScript() {
        return content.startsWith("#!");
    }

    /** Does not show the content, because it may contain a secret. */
    @Override
    public String toString() {
        return path + (ownerOnly ? " (owner only)" : "");
    }
}
