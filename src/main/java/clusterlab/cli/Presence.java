package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.Lab;
import clusterlab.cli.console.BrowserWindow;
import clusterlab.cli.console.Console;
import clusterlab.cli.console.LocalActions;
import clusterlab.cli.console.Palette;
import clusterlab.cli.ctl.LabState;
import clusterlab.cli.ctl.StateFolder;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The ways to control a ready lab: its state file, which ctl reads, and the prompt. */
final class Presence implements AutoCloseable {
    private final Lab lab;
    private final Output output;
    private final StateFolder.@Nullable Entry entry;

    private Presence(Lab lab, Output output, StateFolder.@Nullable Entry entry) {
        this.lab = lab;
        this.output = output;
        this.entry = entry;
    }

    /** Writes the state file. If the file can't be written, the lab runs too, but ctl does not find it. */
    static Presence announce(Lab lab, Output output) {
        LabState state = LabState.ofThisProcess(
                lab.topology().clusterName(),
                lab.topology().adminUrl().map(URI::create),
                lab.topology().adminUrl().map(url -> lab.token().value()),
                lab.folder().path());
        try {
            return new Presence(lab, output, StateFolder.ofUser().write(state));
        } catch (IOException e) {
            output.say(tr("Warning: ctl can't find this lab: %s.", e.getMessage()));
            return new Presence(lab, output, null);
        }
    }

    /**
     * Shows a prompt until the user ends the lab there.
     *
     * @param onInterrupt called for Ctrl-C while a command runs
     * @param ending whether the lab ends for another reason
     */
    void prompt(Runnable onInterrupt, BooleanSupplier ending) throws InterruptedException {
        try (Console console = Console.open(
                new LocalActions(lab.control(), lab.loginUrl().map(URI::create)),
                new Palette(Output.colours()),
                onInterrupt)) {
            console.watch(lab.events(), lab.folder()::log);
            output.above(console::say);
            console.run(ending);
        } catch (IOException e) {
            output.above(null);
            output.say(tr("The prompt is unavailable here (%s); the lab runs until Ctrl-C.", e.getMessage()));
            new CountDownLatch(1).await();
        } finally {
            output.above(null);
        }
    }

    /** Opens the dashboard; says so if there is no browser. It does not wait: a browser may take seconds. */
    void openBrowser() {
        URI page = lab.loginUrl().map(URI::create).orElseThrow();
        Thread opener = new Thread(
                () -> {
                    try {
                        if (!BrowserWindow.open(page)) {
                            output.say(tr("--open: no browser could be started here; open %s by hand.", page));
                        }
                    } catch (InterruptedException e) {
                        // The lab ends.
                    }
                },
                "browser");
        opener.setDaemon(true);
        opener.start();
    }

    @Override
    public void close() {
        if (entry != null) {
            entry.close();
        }
    }
}
