package clusterlab.export;

import java.nio.file.Path;

/**
 * A file or a folder of the user's that an export has a copy of.
 *
 * @param path below the folder that is written to, with slashes
 * @param source a file, or a folder with all below it
 */
public record CopiedFile(String path, Path source) {

    /**
     * Refuses a path that leaves the folder.
     *
     * @throws IllegalArgumentException as {@link ConfigFile}
     */
    public CopiedFile {
        ConfigFile.checkPath(path);
    }
}
