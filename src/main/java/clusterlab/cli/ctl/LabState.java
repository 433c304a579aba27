package clusterlab.cli.ctl;

import clusterlab.files.OwnerProcess;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state file of a running lab, which ctl reads.
 *
 * @param name of the cluster, unique among the labs of this user
 * @param admin address of its API, with a slash at the end; empty if it has none
 * @param token of the API; empty if there is no API
 * @param pid of its process
 * @param dir its run folder
 * @param started when the process began
 */
public record LabState(String name, Optional<URI> admin, Optional<String> token, long pid, Path dir, Instant started) {
    /** The state of the lab in this process. */
    public static LabState ofThisProcess(String name, Optional<URI> admin, Optional<String> token, Path dir) {
        OwnerProcess self = OwnerProcess.self();
        return new LabState(name, admin, token, self.pid(), dir, self.started());
    }

    /** Its process, if it still runs; a later process with the same id does not count. */
    public Optional<ProcessHandle> process() {
        return new OwnerProcess(pid, started).alive();
    }

    /** The fields without the token, for {@code ls --json}. */
    public Map<String, @Nullable Object> publicJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("admin", admin.map(URI::toString).orElse(null));
        json.put("pid", pid);
        json.put("dir", dir.toString());
        json.put("started", started.toString());
        return json;
    }

    /** The content of its file. */
    String write() throws IOException {
        Map<String, @Nullable Object> json = publicJson();
        json.put("token", token.orElse(null));
        return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(json) + "\n";
    }

    /**
     * Reads a file's content.
     *
     * @throws IOException if it is not the state of a lab
     */
    static LabState read(String text) throws IOException {
        Map<String, Object> json = JSON.std.mapFrom(text);
        try {
            return new LabState(
                    string(json, "name").orElseThrow(),
                    string(json, "admin").map(URI::create),
                    string(json, "token"),
                    Long.parseLong(String.valueOf(json.get("pid"))),
                    Path.of(string(json, "dir").orElseThrow()),
                    Instant.parse(string(json, "started").orElseThrow()));
        } catch (RuntimeException e) {
            throw new IOException("not the state of a lab", e);
        }
    }

    private static Optional<String> string(Map<String, Object> json, String name) {
        return json.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return publicJson().toString();
    }
}
