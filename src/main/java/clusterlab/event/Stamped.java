package clusterlab.event;

/**
 * An event with its number and time.
 *
 * @param sequence from 1, without gaps
 * @param millis since the epoch
 */
public record Stamped(long sequence, long millis, Event event) {}
