package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.replay.ReplayPage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The words that show the lab, or act on all of it. */
public final class LabWords {
    private LabWords() {}

    @Command(name = "status", aliases = "nodes", description = "Show nodes, members, workers, faults and load.")
    static final class StatusWord extends Word {
        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            return run.status().of(run.lab().look());
        }
    }

    @Command(name = "sessions", description = "List the sessions (session ID: one of them).")
    static final class SessionsWord extends Word {
        private static final int SHOWN = 20;

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            return run.sessions()
                    .page(run.lab().sessions(0, SHOWN), run.lab().look().nodes());
        }
    }

    @Command(
            name = "session",
            description = {"Show one session on every node.", "The beginning of its id is enough."},
            footer = "session 3F2A",
            hidden = true)
    static final class SessionWord extends Word {
        private static final int PAGE = 500;
        /** The number of sessions that are compared with the beginning of an id. */
        private static final int SEARCHED = 10_000;

        @Parameters(paramLabel = "ID")
        private String id = "";

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            return run.sessions().one(find(run.lab()), run.lab().look().nodes());
        }

        private SessionView find(LabActions lab) throws ActionException, InterruptedException {
            Optional<SessionView> found = lab.session(id);
            for (int offset = 0; found.isEmpty() && offset < SEARCHED; offset += PAGE) {
                Sessions.Page page = lab.sessions(offset, PAGE);
                found = page.sessions().stream()
                        .filter(session -> session.id().regionMatches(true, 0, id, 0, id.length()))
                        .findFirst();
                if (offset + PAGE >= page.total()) {
                    break;
                }
            }
            return found.orElseThrow(
                    () -> new ActionException(tr("No node has a session %s; sessions lists them.", id)));
        }
    }

    @Command(
            name = "sticky",
            description = {
                "Route by session, or to the nodes in turn.",
                "on: requests of a session go to its node; off: requests go to all in turn."
            },
            footer = "sticky off")
    static final class StickyWord extends Word {
        private enum Sticky {
            ON,
            OFF
        }

        @Parameters(paramLabel = "on | off")
        private Sticky sticky = Sticky.ON;

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            boolean on = sticky == Sticky.ON;
            run.lab().sticky(on);
            return "  "
                    + tr(
                            on ? "A session's requests go to its node%s." : "Requests go to the nodes in turn%s.",
                            run.took())
                    + "\n";
        }
    }

    @Command(
            name = "load",
            description = {
                "Start or stop clients, or show their numbers.",
                "Each client counts in its own session; load alone shows the numbers."
            },
            footer = "load 16 500/s")
    static final class LoadWord extends Word {
        @Parameters(index = "0", arity = "0..1", paramLabel = "CLIENTS | off", converter = Quantities.Clients.class)
        private @Nullable Integer clients;

        @Parameters(index = "1", arity = "0..1", paramLabel = "RATE/s", converter = Quantities.Rate.class)
        private @Nullable Double rate;

        @Override
        String act(WordRun run) throws CommandException, ActionException, InterruptedException {
            if (clients == null) {
                return run.status().load(run.lab().look().load());
            }
            if (clients == Quantities.Clients.OFF) {
                if (rate != null) {
                    throw new CommandException(tr("load off takes no rate."));
                }
                return run.status().load(run.lab().loadOff());
            }
            run.lab().loadOn(clients, rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate));
            return "  " + tr("Load is on; load shows its numbers, load off ends it.") + "\n";
        }
    }

    @Command(
            name = "events",
            description = {"Show the newest events (save replay FILE).", "N is 20 if it is left out."},
            footer = "events 50")
    static final class EventsWord extends Word {
        @Parameters(arity = "0..1", paramLabel = "N", converter = Quantities.EventCount.class)
        private int count = 20;

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            StringBuilder text = new StringBuilder();
            run.lab().events(count).forEach(event -> text.append(EventText.of(event))
                    .append('\n'));
            return text.toString();
        }
    }

    @Command(
            name = "alarms",
            description = {
                "Show what is lost at a crash (acknowledge).",
                "Attributes that the other nodes lack, can't read, or hold an older value of."
            })
    static final class AlarmsWord extends Word {
        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            return new AlarmText(run.palette()).of(run.lab().alarms());
        }
    }

    @Command(
            name = "pods",
            description = {
                "Pods (forbid expire outage slow stale unlabel).",
                "It shows what they are told of each other, and what is wrong with their",
                "deployment. It needs a lab with --membership kubernetes or dns. The faults",
                "forbid, expire, outage, slow, stale and unlabel change what they are told."
            })
    static final class PodsWord extends Word {
        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            return new PodText(run.palette()).of(run.lab().pods());
        }
    }

    @Command(
            name = "acknowledge",
            aliases = "ack",
            description = {"End an alarm, or all.", "It comes back when the mistake is seen in another session."},
            footer = "acknowledge a1",
            hidden = true)
    static final class AcknowledgeWord extends Word {
        @Parameters(arity = "0..1", paramLabel = "ALARM")
        private @Nullable String id;

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            run.lab().acknowledge(Optional.ofNullable(id));
            return "  " + (id == null ? tr("No alarm stands any more.") : tr("%s is acknowledged.", id)) + "\n";
        }
    }

    @Command(
            name = "save",
            description = {
                "Save what happened as one HTML file.",
                "It opens in any browser, without a server: drawing, sessions and events at",
                "any moment of the run, at most 1 MB."
            },
            footer = "save replay monday.html",
            hidden = true)
    static final class SaveWord extends Word {
        private enum What {
            REPLAY
        }

        @Parameters(index = "0", paramLabel = "replay")
        private What what = What.REPLAY;

        @Parameters(index = "1", paramLabel = "FILE", arity = "1..*")
        private List<String> file = new ArrayList<>();

        @Override
        String act(WordRun run) throws CommandException, ActionException, InterruptedException {
            // A path with blanks is several words.
            String given = String.join(" ", file);
            Path path = DeployWords.path(given);
            if (Files.isDirectory(path)) {
                throw new CommandException(tr("%s is a folder; name a file in it, such as replay.html.", given));
            }
            byte[] page = run.lab().replay();
            try {
                ReplayPage.write(page, path);
            } catch (IOException e) {
                throw new ActionException(
                        tr("%s can't be written (%s); name a file in a folder that exists.", path, e.getMessage()), e);
            }
            return "  "
                    + tr(
                            "%s has the %s, %d kB.",
                            path.toAbsolutePath(), what.name().toLowerCase(Locale.ROOT), (page.length + 999) / 1000)
                    + "\n";
        }
    }

    @Command(name = "open", description = "Open the lab's page in a browser.")
    static final class OpenWord extends Word {
        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            URI page = run.lab().page();
            return "  " + page
                    + (BrowserWindow.open(page)
                            ? "\n"
                            : "\n  " + tr("No browser could be started; open it by hand.") + "\n");
        }
    }

    /** Needs no lab. */
    @Command(
            name = "help",
            aliases = "?",
            hidden = true,
            description = "Show the list of words, or one word with an example.",
            footer = "help partition")
    public static final class HelpWord extends Word {
        @Parameters(arity = "0..1", paramLabel = "WORD")
        private @Nullable String about;

        /**
         * The list, or one word.
         *
         * @throws CommandException if there is no such word
         */
        public String text(Palette palette) throws CommandException {
            return about == null ? WordHelp.list(palette) : WordHelp.of(PromptWords.known(about), palette);
        }

        @Override
        String act(WordRun run) throws CommandException {
            return about == null ? WordHelp.list(run.palette(), run.lab().unfit()) : text(run.palette());
        }
    }

    /** Ends the reading of words; prompt and ctl carry it out themselves. */
    @Command(name = "quit", aliases = "exit", hidden = true, description = "End the lab, as Ctrl-D and Ctrl-C do.")
    public static final class QuitWord extends Word {
        @Override
        String act(WordRun run) {
            throw new IllegalStateException("quit has no answer");
        }
    }
}
