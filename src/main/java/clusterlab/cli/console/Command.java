package clusterlab.cli.console;

import clusterlab.fault.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What was asked for in one line. */
public sealed interface Command {

    /** Nodes, faults, workers and load. */
    record Status() implements Command {}

    /** Which session is where. */
    record Sessions() implements Command {}

    /**
     * One session on every node.
     *
     * @param id whole, or how it begins
     */
    record Session(String id) implements Command {}

    /** Something is done to one node. */
    record Change(NodeAction action, String node) implements Command {}

    /** Sessions stay on their nodes, or go from node to node. */
    record Sticky(boolean on) implements Command {}

    /** One more node. */
    record Add() implements Command {}

    /**
     * A fault begins.
     *
     * @param forTime after which it heals by itself, or empty
     */
    record Break(Fault fault, Optional<Duration> forTime) implements Command {}

    /**
     * Faults end.
     *
     * @param id of one, or empty for all
     */
    record Heal(Optional<String> id) implements Command {}

    /**
     * Load begins.
     *
     * @param ratePerSecond of all clients together, or empty for "as fast as possible"
     */
    record LoadOn(int clients, OptionalDouble ratePerSecond) implements Command {}

    /** Load ends. */
    record LoadOff() implements Command {}

    /** What the load says. */
    record LoadShow() implements Command {}

    /**
     * What happened lately.
     *
     * @param count how many of the newest events
     */
    record Events(int count) implements Command {}

    /** The page in a browser. */
    record Open() implements Command {}

    /**
     * What can be said.
     *
     * @param word to be explained, or empty for a list
     */
    record Help(Optional<Word> word) implements Command {}

    /** The lab ends. */
    record Quit() implements Command {}

    /** What can be done to one node. */
    enum NodeAction {
        /** Crash. */
        KILL,
        /** End gracefully. */
        STOP,
        /** Run again. */
        START,
        /** Stop and start. */
        RESTART,
        /** No new sessions from the balancer. */
        DRAIN,
        /** The end of that. */
        UNDRAIN,
        /** Stop and forget. */
        REMOVE;

        /** As it is typed and as it stands in the API's paths. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
