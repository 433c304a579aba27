package clusterlab.event;

/**
 * An event in its place.
 *
 * @param sequence from 1, without gaps
 * @param millis since the epoch
 */
public record Stamped(long sequence, long millis, Event event) {}
