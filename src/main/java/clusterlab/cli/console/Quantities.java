package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.distribution.TomcatFinder;
import clusterlab.load.LoadGenerator;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters for arguments that are not names; the exceptions' messages are sentences for the user. */
final class Quantities {
    private Quantities() {}

    /** The messages of picocli's own exceptions are not sentences for the user. */
    static final class Invalid extends TypeConversionException {
        private static final long serialVersionUID = 1L;

        Invalid(String sentence) {
            super(sentence);
        }
    }

    /** 200ms, 10s or 2m; 0 to 60 minutes. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m)");
        private static final Duration LONGEST = Duration.ofHours(1);

        @Override
        public Duration convert(String text) {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                boolean noUnit = text.matches("[0-9]{1,6}");
                throw new Invalid(tr("Invalid duration; try %s.", noUnit ? text + "ms" : tr("200ms, 10s or 2m")));
            }
            long number = Long.parseLong(time.group(1));
            Duration duration =
                    switch (time.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ofMinutes(number);
                    };
            if (duration.compareTo(LONGEST) > 0) {
                throw new Invalid(tr("%s is too long; the maximum is 60m.", text));
            }
            return duration;
        }
    }

    /** 10%, as the probability 0.1. */
    static final class Percent implements ITypeConverter<Double> {
        private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");

        @Override
        public Double convert(String text) {
            Matcher percent = PERCENT.matcher(text);
            if (!percent.matches() || Double.parseDouble(percent.group(1)) > 100) {
                throw new Invalid(tr("Invalid percentage; use 0% to 100%, such as 10%."));
            }
            return Double.parseDouble(percent.group(1)) / 100;
        }
    }

    /** What {@code --tomcat} takes: a version on this machine, a CATALINA_HOME or an archive. */
    static final class Tomcat implements ITypeConverter<TomcatHome> {
        @Override
        public TomcatHome convert(String text) {
            try {
                return TomcatFinder.ofThisMachine().find("upgrade", text);
            } catch (SpecException e) {
                throw new Invalid(e.problems().get(0).message());
            }
        }
    }

    /** 500/s; more than 0. */
    static final class Rate implements ITypeConverter<Double> {
        private static final Pattern RATE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)/s");

        @Override
        public Double convert(String text) {
            Matcher rate = RATE.matcher(text);
            if (!rate.matches() || !(Double.parseDouble(rate.group(1)) > 0)) {
                throw new Invalid(tr("Invalid rate; use requests per second, such as 500/s."));
            }
            return Double.parseDouble(rate.group(1));
        }
    }

    /** The number of clients, or {@link #OFF}. */
    static final class Clients implements ITypeConverter<Integer> {
        static final int OFF = 0;

        @Override
        public Integer convert(String text) {
            if (text.equalsIgnoreCase("stop")) {
                throw new Invalid(tr("Use load off to end the load."));
            }
            return text.equalsIgnoreCase("off")
                    ? OFF
                    : number(text, LoadGenerator.MAX_CLIENTS, tr("Invalid number of clients; use 1 to %d."));
        }
    }

    /** The number of events. */
    static final class EventCount implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 10_000, tr("Invalid number of events; use 1 to %d."));
        }
    }

    /** @param refusal translated, with a place for {@code most} */
    private static int number(String text, int most, String refusal) {
        if (text.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw new Invalid(String.format(Locale.ROOT, refusal, most));
    }
}
