package clusterlab.cli;

import clusterlab.files.OwnerOnly;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A lab in the background. This process starts the same command again, in a session of its own, and hands on what that prints until
 * the lab is ready.
 *
 * <pre>
 *   parent                           child
 *   setsid java … -jar … ARGS   -->  boots
 *   prints it                   <--  progress, warnings, the ready block
 *   ends with exit code 0       <--  EOT; stdout and stderr go to DIR/lab.log from now on
 * </pre>
 *
 * A child that ends before that gives its exit code to the parent, and a parent that ends before takes the child with it: its next
 * line finds a closed pipe. The wait is as long as the boot, which has a deadline ({@code --ready-timeout}).
 */
final class Detached {
    /** In the child: the descriptors that are terminals in the parent, such as {@code 12}. */
    private static final String PROPERTY = "clusterlab.detached";

    /** End of transmission: what the child prints last. */
    private static final int READY = 4;

    private static final long END_SECONDS = 30;

    private static final @Nullable String TERMINALS = System.getProperty(PROPERTY);

    private static volatile boolean isReady;

    private static final Switch OUT = new Switch(new FileOutputStream(FileDescriptor.out));
    private static final Switch ERR = new Switch(new FileOutputStream(FileDescriptor.err));

    private Detached() {}

    /** A stream that goes somewhere else later. */
    private static final class Switch extends OutputStream {
        private volatile OutputStream to;

        private Switch(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            to.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            to.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        /** The JDK points a standard descriptor that is closed at /dev/null (fileDescriptorClose in io_util_md.c). */
        private void change(OutputStream next) throws IOException {
            OutputStream before = to;
            to = next;
            before.close();
        }
    }

    /** Whether this process is such a lab. */
    static boolean isChild() {
        return TERMINALS != null;
    }

    /** In the child: whether the parent shows this descriptor on a terminal. */
    static boolean isTerminal(int descriptor) {
        return TERMINALS != null && !isReady && TERMINALS.contains(Integer.toString(descriptor));
    }

    /** In the child: its stdout. */
    static PrintStream out() {
        return new PrintStream(OUT, true, StandardCharsets.UTF_8);
    }

    /** In the child: its stderr. */
    static PrintStream err() {
        return new PrintStream(ERR, true, StandardCharsets.UTF_8);
    }

    /**
     * In the child, when the lab is ready: lets the parent end. What is printed later goes to the log.
     *
     * @throws IOException if the log can't be written; the parent waits on
     */
    static void ready(Path log) throws IOException {
        OutputStream file = OwnerOnly.replace(log);
        OUT.write(READY);
        OUT.flush();
        isReady = true;
        OUT.change(file);
        ERR.change(file);
    }

    /**
     * In the parent: starts the child and waits until its lab is ready, or until it ends.
     *
     * @param args of this process; the child ignores the option that asks for the background
     * @return 0 if the lab is ready, 130 if a signal came before, else the child's exit code
     * @throws IOException if the child can't be started
     */
    static int start(List<String> args, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        AtomicReference<End> end = new AtomicReference<>(End.OPEN);
        AtomicReference<@Nullable Process> started = new AtomicReference<>();
        // Before the child starts: a signal that comes meanwhile must not leave it alone.
        Runnable unused = Main.onEnd(() -> {
            if (end.compareAndSet(End.OPEN, End.SIGNAL)) {
                destroy(started.get());
            }
        });
        Process child = new ProcessBuilder(command(args)).start();
        started.set(child);
        if (end.get() == End.SIGNAL) {
            destroy(child);
        }
        child.getOutputStream().close();
        Thread errors = new Thread(() -> pump(child.getErrorStream(), err, err), "stderr of the lab");
        errors.setDaemon(true);
        errors.start();
        boolean ready = pump(child.getInputStream(), out, err);
        errors.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        // From here on a signal ends this process only: the lab is the user's, who has read where it is.
        if (ready && !out.checkError() && end.compareAndSet(End.OPEN, End.READY)) {
            return ExitCode.OK;
        }
        if (ready) {
            // Nobody has read where it is.
            child.destroy();
        }
        if (!child.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            child.destroyForcibly();
            return ExitCode.SOFTWARE;
        }
        return end.get() == End.SIGNAL ? ExitCode.INTERRUPTED : child.exitValue();
    }

    /** What comes first decides: then the other changes nothing. */
    private enum End {
        OPEN,
        READY,
        SIGNAL
    }

    private static void destroy(@Nullable Process child) {
        if (child != null) {
            child.destroy();
        }
    }

    /** Copies a stream to its end, or to the child's last byte; returns whether that came. */
    private static boolean pump(InputStream from, PrintStream to, PrintStream err) {
        byte[] bytes = new byte[8192];
        try {
            for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
                Output.over(err);
                boolean last = n > 0 && bytes[n - 1] == READY;
                to.write(bytes, 0, last ? n - 1 : n);
                to.flush();
                if (last) {
                    return true;
                }
            }
        } catch (IOException ended) {
            // As at its end.
        }
        return false;
    }

    private static List<String> command(List<String> args) {
        List<String> words = new ArrayList<>(session());
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.add("-D" + PROPERTY + "=" + (Output.isTerminal(1) ? "1" : "") + (Output.isTerminal(2) ? "2" : ""));
        String classPath = System.getProperty("java.class.path", "");
        // Only with -jar the JVM reads Add-Opens of the manifest.
        if (classPath.endsWith(".jar") && classPath.indexOf(File.pathSeparatorChar) < 0) {
            words.addAll(List.of("-jar", classPath));
        } else {
            words.addAll(List.of("-cp", classPath, Main.class.getName()));
        }
        words.addAll(args);
        return words;
    }

    /** A program that gives the next one a session of its own, so that no Ctrl-C and no end of a terminal reaches it. */
    private static List<String> session() {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win")) {
            return List.of();
        }
        if (isOnPath("setsid")) {
            return List.of("setsid");
        }
        // macOS.
        return isOnPath("perl")
                ? List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 69")
                : List.of("nohup");
    }

    private static boolean isOnPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
