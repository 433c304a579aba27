package clusterlab.cli.ctl;

import static clusterlab.lang.Lang.tr;

import clusterlab.cli.console.ActionException;
import clusterlab.cli.console.CommandException;
import clusterlab.cli.console.Palette;
import clusterlab.cli.console.Word;
import clusterlab.cli.console.WordRun;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses one of the running labs and acts on it. */
public final class Ctl {
    private static final long END_SECONDS = 60;

    private final StateFolder folder;
    private final Palette palette;

    /** Looks for labs in this folder. */
    public Ctl(StateFolder folder, Palette palette) {
        this.folder = folder;
        this.palette = palette;
    }

    /** The running labs. */
    public List<LabState> labs() throws ActionException {
        try {
            return folder.labs();
        } catch (IOException e) {
            throw new ActionException(tr("The running labs can't be listed: %s.", e.getMessage()), e);
        }
    }

    /** As a table. */
    public static String list(List<LabState> labs) {
        if (labs.isEmpty()) {
            return tr("No lab runs.") + "\n";
        }
        return labs.stream()
                .map(lab -> String.format(
                        Locale.ROOT,
                        "%-14s pid %-8d %s%n",
                        lab.name(),
                        lab.pid(),
                        lab.admin().map(URI::toString).orElseGet(() -> tr("no API")) + "  " + lab.dir()))
                .collect(Collectors.joining());
    }

    /**
     * The lab of this name, or the only one.
     *
     * @throws ActionException if there is none, or several to choose from
     */
    public LabState choose(@Nullable String name) throws ActionException {
        List<LabState> labs = labs();
        if (labs.isEmpty()) {
            throw new ActionException(tr("No lab runs; start one with cluster-lab -d."));
        }
        String names = labs.stream().map(LabState::name).collect(Collectors.joining(", "));
        if (name == null) {
            if (labs.size() > 1) {
                throw new ActionException(tr("Several labs run; choose one with --lab: %s.", names));
            }
            return labs.get(0);
        }
        return labs.stream()
                .filter(lab -> lab.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ActionException(tr("No lab %s runs; running labs: %s.", name, names)));
    }

    /**
     * Carries out a word; returns the result as text.
     *
     * @throws CommandException if its arguments contradict each other
     */
    public String act(LabState lab, Word word) throws CommandException, ActionException, InterruptedException {
        Optional<URI> admin = lab.admin();
        if (admin.isEmpty()) {
            throw new ActionException(tr("The lab %s has no API; start it with --admin-port PORT.", lab.name()));
        }
        return WordRun.of(word, new HttpActions(admin.get(), lab.token().orElse("")), palette);
    }

    /**
     * Ends a lab in order and returns when its process has ended. Windows has no signal for that: there the process
     * ends at once and leaves its temporary folder.
     */
    public String end(LabState lab) throws ActionException, InterruptedException {
        Optional<ProcessHandle> process = lab.process();
        if (process.isPresent()) {
            process.get().destroy();
            try {
                process.get().onExit().get(END_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new ActionException(
                        tr(
                                "The lab %s has not ended after %d s; its process is %d.",
                                lab.name(), END_SECONDS, lab.pid()),
                        e);
            } catch (ExecutionException e) {
                throw new ActionException(
                        tr("ctl can't wait for the end of the lab %s: %s.", lab.name(), e.getMessage()), e);
            }
        }
        return tr("Stopped %s.", lab.name()) + "\n";
    }

    /**
     * Ends all labs, one after the other.
     *
     * @throws ActionException if one does not end; the others have ended then
     */
    public String endAll() throws ActionException, InterruptedException {
        StringBuilder text = new StringBuilder();
        List<String> failures = new ArrayList<>();
        for (LabState lab : labs()) {
            try {
                text.append(end(lab));
            } catch (ActionException e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new ActionException(String.join(" ", failures));
        }
        return text.isEmpty() ? "No lab runs.\n" : text.toString();
    }
}
