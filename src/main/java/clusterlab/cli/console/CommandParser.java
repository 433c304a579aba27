package clusterlab.cli.console;

import clusterlab.cli.console.Command.NodeAction;
import clusterlab.fault.Fault;
import clusterlab.load.LoadGenerator;
import clusterlab.spec.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a line. Pure: whether the nodes that it names exist is for the one who acts. */
public final class CommandParser {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m)");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)/s");
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int EVENTS_SHOWN = 20;
    private static final int MOST_EVENTS = 10_000;

    private final Word word;
    private final List<String> rest;

    private CommandParser(Word word, List<String> rest) {
        this.word = word;
        this.rest = rest;
    }

    /**
     * Reads words that may themselves be several, divided by blanks; a {@code |} needs no blanks around it.
     *
     * @throws CommandException if they are no command
     */
    public static Command parse(List<String> words) throws CommandException {
        return parse(String.join(" ", words));
    }

    /**
     * Reads a line.
     *
     * @throws CommandException if it is no command, or empty
     */
    public static Command parse(String line) throws CommandException {
        List<String> words =
                new ArrayList<>(List.of(line.replace("|", " | ").strip().split("\\s+")));
        String first = words.remove(0).toLowerCase(Locale.ROOT);
        if (first.isEmpty()) {
            throw new CommandException("Say what to do; help shows the words.");
        }
        Optional<Word> word = Word.of(first.equals("exit") ? "quit" : first);
        if (word.isEmpty()) {
            throw new CommandException("There is no command " + first + "; "
                    + Word.closeTo(first)
                            .map(close -> "did you mean " + close.text() + "?")
                            .orElse("help shows the words."));
        }
        return new CommandParser(word.get(), words).command();
    }

    private Command command() throws CommandException {
        return switch (word) {
            case STATUS -> alone(new Command.Status());
            case SESSIONS -> alone(new Command.Sessions());
            case SESSION -> new Command.Session(exactly(1).get(0));
            case KILL, STOP, START, RESTART, REMOVE, DRAIN, UNDRAIN ->
                new Command.Change(NodeAction.valueOf(word.name()), exactly(1).get(0));
            case ADD -> alone(new Command.Add());
            case STICKY -> sticky();
            case PARTITION, ISOLATE, DELAY, LOSS, DROP -> fault();
            case HEAL -> new Command.Heal(atMostOne());
            case LOAD -> load();
            case EVENTS -> new Command.Events(events());
            case OPEN -> alone(new Command.Open());
            case HELP -> help();
            case QUIT -> alone(new Command.Quit());
        };
    }

    private Command sticky() throws CommandException {
        return Words.STICKY.value(exactly(1).get(0)).map(Command.Sticky::new).orElseThrow(this::wrong);
    }

    private Command fault() throws CommandException {
        Optional<Duration> forTime = Optional.empty();
        int last = rest.size() - 1;
        if (last >= 0 && rest.get(last).equals("for")) {
            throw wrong();
        }
        if (last >= 1 && rest.get(last - 1).equals("for")) {
            Duration time = time(rest.get(last));
            if (time.isZero()) {
                throw new CommandException("A fault for no time is none; say for 10s.");
            }
            forTime = Optional.of(time);
            rest.subList(last - 1, last + 1).clear();
        }
        Fault fault =
                switch (word) {
                    case PARTITION -> partition();
                    case ISOLATE -> new Fault.Isolate(exactly(1).get(0));
                    case DROP -> checked(() -> new Fault.Drop(rest.get(0), rest.get(1)), 2, 2);
                    case LOSS -> loss();
                    case DELAY -> delay();
                    default -> throw wrong();
                };
        return new Command.Break(fault, forTime);
    }

    private Fault partition() throws CommandException {
        List<List<String>> groups = new ArrayList<>(List.of(new ArrayList<>()));
        for (String name : rest) {
            if (name.equals("|")) {
                groups.add(new ArrayList<>());
            } else {
                groups.get(groups.size() - 1).add(name);
            }
        }
        return checked(() -> new Fault.Partition(groups), 1, Integer.MAX_VALUE);
    }

    private Fault loss() throws CommandException {
        if (rest.size() != 3) {
            throw wrong();
        }
        Matcher percent = PERCENT.matcher(rest.get(2));
        if (!percent.matches() || Double.parseDouble(percent.group(1)) > 100) {
            throw new CommandException(rest.get(2) + " is no percentage; say one from 0% to 100%, such as 10%.");
        }
        double probability = Double.parseDouble(percent.group(1)) / 100;
        return checked(() -> new Fault.Loss(rest.get(0), rest.get(1), probability), 3, 3);
    }

    private Fault delay() throws CommandException {
        if (rest.size() < 3 || rest.size() > 4) {
            throw wrong();
        }
        long millis = time(rest.get(2)).toMillis();
        long jitter = rest.size() == 4 ? time(rest.get(3)).toMillis() : 0;
        return checked(() -> new Fault.Delay(rest.get(0), rest.get(1), millis, jitter), 3, 4);
    }

    /** Makes a fault, whose own check may refuse. */
    private Fault checked(Supplier<Fault> made, int least, int most) throws CommandException {
        if (rest.size() < least || rest.size() > most) {
            throw wrong();
        }
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            throw new CommandException(Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".");
        }
    }

    private Command load() throws CommandException {
        if (rest.isEmpty()) {
            return new Command.LoadShow();
        }
        if (rest.equals(List.of("off"))) {
            return new Command.LoadOff();
        }
        if (rest.size() > 2) {
            throw wrong();
        }
        int clients = number(rest.get(0), "clients", LoadGenerator.MAX_CLIENTS);
        if (rest.size() == 1) {
            return new Command.LoadOn(clients, OptionalDouble.empty());
        }
        Matcher rate = RATE.matcher(rest.get(1));
        if (!rate.matches() || !(Double.parseDouble(rate.group(1)) > 0)) {
            throw new CommandException(rest.get(1) + " is no rate; say requests per second, such as 500/s.");
        }
        return new Command.LoadOn(clients, OptionalDouble.of(Double.parseDouble(rate.group(1))));
    }

    private int events() throws CommandException {
        Optional<String> count = atMostOne();
        return count.isEmpty() ? EVENTS_SHOWN : number(count.get(), "events", MOST_EVENTS);
    }

    private Command help() throws CommandException {
        Optional<String> about = atMostOne();
        if (about.isEmpty()) {
            return new Command.Help(Optional.empty());
        }
        Optional<Word> known = Word.of(about.get().toLowerCase(Locale.ROOT));
        if (known.isEmpty()) {
            throw new CommandException("There is no command " + about.get() + "; help shows the words.");
        }
        return new Command.Help(known);
    }

    private static int number(String text, String what, int most) throws CommandException {
        if (text.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw new CommandException(text + " is no number of " + what + "; say one from 1 to " + most + ".");
    }

    private static Duration time(String text) throws CommandException {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new CommandException(text + " is no time; say one such as 200ms, 10s or 2m.");
        }
        long number = Long.parseLong(time.group(1));
        Duration duration =
                switch (time.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    default -> Duration.ofMinutes(number);
                };
        if (duration.compareTo(LONGEST) > 0) {
            throw new CommandException(text + " is too long; an hour (60m) is the most.");
        }
        return duration;
    }

    private <C extends Command> C alone(C command) throws CommandException {
        exactly(0);
        return command;
    }

    private Optional<String> atMostOne() throws CommandException {
        if (rest.size() > 1) {
            throw wrong();
        }
        return rest.stream().findFirst();
    }

    private List<String> exactly(int count) throws CommandException {
        if (rest.size() != count || rest.contains("|")) {
            throw wrong();
        }
        return rest;
    }

    private CommandException wrong() {
        return new CommandException("Say it as: " + word.usage());
    }
}
