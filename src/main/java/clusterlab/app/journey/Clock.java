package clusterlab.app.journey;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells times of day and dates from other words that differ. */
final class Clock {
    private static final Duration LONGEST_RUN = Duration.ofHours(1);

    /** A date may be of another time zone. */
    private static final Duration DAYS = Duration.ofDays(2);

    private static final int HALF_DAY = 12 * 60 * 60;
    private static final Pattern AROUND = Pattern.compile("^[^\\p{Alnum}]+|[^\\p{Alnum}]+$");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{1,2})[:.h](\\d{2})(?:[:.](\\d{2})(?:[.,]\\d+)?)?(?:[AaPp][Mm]|Z|[+-]\\d{2}:?\\d{2})?");
    private static final Pattern ISO = Pattern.compile("(\\d{4})[-/.](\\d{2})[-/.](\\d{2})(?:T(.+))?");
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})");
    private static final Pattern EPOCH = Pattern.compile("(\\d{10})(\\d{3})?");
    private static final Pattern HALF = Pattern.compile("[AaPp]\\.?[Mm]");

    private Clock() {}

    /** Whether both are times of day less than an hour apart, or dates or times near now. */
    static boolean isMoved(String before, String after, Instant now) {
        String one = AROUND.matcher(before).replaceAll("");
        String other = AROUND.matcher(after).replaceAll("");
        if (HALF.matcher(one).matches() && HALF.matcher(other).matches()) {
            return true;
        }
        Optional<Integer> time = secondOfDay(one);
        Optional<Integer> later = secondOfDay(other);
        if (time.isPresent() && later.isPresent()) {
            int apart = Math.floorMod(later.get() - time.get(), HALF_DAY);
            return Math.min(apart, HALF_DAY - apart) <= LONGEST_RUN.toSeconds();
        }
        return isNear(one, now) && isNear(other, now);
    }

    private static Optional<Integer> secondOfDay(String word) {
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(time.group(1));
        int minute = Integer.parseInt(time.group(2));
        int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        return hour > 24 || minute > 59 || second > 60
                ? Optional.empty()
                : Optional.of((hour * 60 + minute) * 60 + second);
    }

    private static boolean isNear(String word, Instant now) {
        Matcher epoch = EPOCH.matcher(word);
        if (epoch.matches()) {
            return Duration.between(Instant.ofEpochSecond(Long.parseLong(epoch.group(1))), now)
                            .abs()
                            .compareTo(LONGEST_RUN)
                    <= 0;
        }
        Matcher iso = ISO.matcher(word);
        if (iso.matches()) {
            return (iso.group(4) == null || secondOfDay(iso.group(4)).isPresent())
                    && isNear(iso.group(1), iso.group(2), iso.group(3), now);
        }
        Matcher last = YEAR_LAST.matcher(word);
        return last.matches()
                && (isNear(last.group(3), last.group(2), last.group(1), now)
                        || isNear(last.group(3), last.group(1), last.group(2), now));
    }

    private static boolean isNear(String year, String month, String day, Instant now) {
        try {
            Instant date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            return Duration.between(date, now).abs().compareTo(DAYS) <= 0;
        } catch (DateTimeException noDate) {
            return false;
        }
    }
}
