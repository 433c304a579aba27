package clusterlab.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for a condition, never longer than until a deadline. */
public final class Await {
    private static final long POLL_MILLIS = 2;

    private Await() {}

    /** The moment at which a wait ends. */
    public static final class Deadline {
        private final LongSupplier clock;
        private final LongSupplier end;

        private Deadline(LongSupplier clock, LongSupplier end) {
            this.clock = clock;
            this.end = end;
        }

        /** So much later than now. */
        public static Deadline in(Duration time) {
            return in(time, System::nanoTime);
        }

        /**
         * The same, but time in which it is paused does not count, up to a limit. What waits for it looks about once a second, and
         * counts by that.
         *
         * @param time that is not paused
         * @param most of the time that is paused
         * @param paused asked at each look
         */
        public static Deadline pausing(Duration time, Duration most, BooleanSupplier paused) {
            return pausing(time, most, paused, System::nanoTime);
        }

        /** The same by this clock, in nanoseconds. */
        static Deadline pausing(Duration time, Duration most, BooleanSupplier paused, LongSupplier clock) {
            return most.isZero() ? in(time, clock) : new Deadline(clock, new Pause(time, most, paused, clock));
        }

        private static Deadline in(Duration time, LongSupplier clock) {
            long moment = clock.getAsLong() + time.toNanos();
            return new Deadline(clock, () -> moment);
        }

        /** Whether it is over. */
        public boolean passed() {
            return leftNanos() <= 0;
        }

        /** The time left, zero or more; a pause may lengthen it. */
        public Duration left() {
            return Duration.ofNanos(Math.max(0, leftNanos()));
        }

        private long leftNanos() {
            long moment = end.getAsLong();
            return moment - clock.getAsLong();
        }

        /** A deadline this much later, with the same pauses. */
        Deadline later(Duration time) {
            return new Deadline(clock, () -> end.getAsLong() + time.toNanos());
        }

        /** The earlier of this deadline and a moment from now. */
        public Deadline orIn(Duration time) {
            return time.toNanos() < leftNanos() ? in(time, clock) : this;
        }
    }

    /** The end of a deadline that pauses. */
    private static final class Pause implements LongSupplier {
        private final BooleanSupplier paused;
        private final LongSupplier clock;
        private long end;
        private long most;
        private long last;

        private Pause(Duration time, Duration most, BooleanSupplier paused, LongSupplier clock) {
            this.paused = paused;
            this.clock = clock;
            this.most = most.toNanos();
            last = clock.getAsLong();
            end = last + time.toNanos();
        }

        @Override
        public synchronized long getAsLong() {
            long now = clock.getAsLong();
            if (most > 0 && paused.getAsBoolean()) {
                long pause = Math.min(now - last, most);
                end += pause;
                most -= pause;
            }
            last = now;
            return end;
        }
    }

    /**
     * Checks the condition every few milliseconds.
     *
     * @return whether it became true before the deadline
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public static boolean until(Deadline deadline, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (deadline.passed()) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
