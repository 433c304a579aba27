package clusterlab.export;

import java.util.ArrayList;
import java.util.List;

/**
 * All that an export writes.
 *
 * @param files generated
 * @param copies of the user's files
 */
public record Export(List<ConfigFile> files, List<CopiedFile> copies) {
    /** Copies both. */
    public Export {
        files = List.copyOf(files);
        copies = List.copyOf(copies);
    }

    /** Without copies. */
    public static Export of(List<ConfigFile> files) {
        return new Export(files, List.of());
    }

    /** Both exports in one. */
    public Export and(Export other) {
        List<ConfigFile> allFiles = new ArrayList<>(files);
        allFiles.addAll(other.files);
        List<CopiedFile> allCopies = new ArrayList<>(copies);
        allCopies.addAll(other.copies);
        return new Export(allFiles, allCopies);
    }

    /** The same below a folder. */
    public Export below(String folder) {
        return new Export(
                files.stream()
                        .map(file -> new ConfigFile(folder + "/" + file.path(), file.content(), file.ownerOnly()))
                        .toList(),
                copies.stream()
                        .map(copy -> new CopiedFile(folder + "/" + copy.path(), copy.source()))
                        .toList());
    }
}
