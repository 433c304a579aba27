package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.LabControl;
import clusterlab.cluster.RefusedException;
import clusterlab.replay.ReplayPage;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value of {@code --replay}. */
record ReplayFile(Path path) {

    /**
     * Reads the option.
     *
     * @param given null if it was left out
     * @throws SpecException if no file can be written there; found before a lab boots
     */
    static Optional<ReplayFile> of(@Nullable String given) throws SpecException {
        if (given == null) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(given).toAbsolutePath();
            Path folder = path.getParent();
            if (given.isBlank() || Files.isDirectory(path) || folder == null) {
                throw refused(tr("%s is a folder; name a file in it, such as replay.html.", given));
            }
            if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw refused(tr("the folder %s does not exist or can't be written; name another file.", folder));
            }
            if (Files.exists(path) && !Files.isWritable(path)) {
                throw refused(tr("%s can't be overwritten; name another file.", given));
            }
            return Optional.of(new ReplayFile(path));
        } catch (InvalidPathException e) {
            throw refused(tr("%s is no path of a file.", given));
        }
    }

    private static SpecException refused(String why) {
        return new SpecException(List.of(Problem.usage("--replay: " + why)));
    }

    /** Saves the replay of a lab that ends; says so, or why not. */
    boolean save(LabControl lab, Output output) {
        try {
            byte[] page = ReplayPage.of(lab.recording());
            ReplayPage.write(page, path);
            output.text(tr("Replay: %s", path) + "\n");
            return true;
        } catch (RefusedException e) {
            // It ended before it was ready, so nothing happened.
            output.say("cluster-lab: " + tr("there is no replay, since the lab ended before it was ready."));
        } catch (IOException e) {
            output.say("cluster-lab: " + tr("the replay can't be written to %s (%s).", path, e.getMessage()));
        }
        return false;
    }
}
