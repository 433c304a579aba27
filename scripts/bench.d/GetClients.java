import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients with a session each that send one GET after the other, 10 a second at most. */
final class GetClients implements AutoCloseable {
    private static final int PAUSE_MILLIS = 100;
    private static final int READ_MILLIS = 20_000;

    private final List<Client> clients = new ArrayList<>();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean running = true;

    GetClients(String address, int number) throws IOException {
        URL url = URI.create(address).toURL();
        for (int i = 0; i < number; i++) {
            Client client = new Client(url);
            clients.add(client);
            client.start();
        }
    }

    /** GETs without an answer 200. */
    int failed() {
        return failed.get();
    }

    /** The node of each client's last answer, as the end of its session id. */
    List<String> owners() {
        return clients.stream()
                .map(client -> client.cookie.replaceAll(".*\\.", ""))
                .toList();
    }

    /** The longest that one of them has waited for an answer since the last call, in milliseconds. */
    long longestMillis() {
        long longest = 0;
        for (Client client : clients) {
            longest = Math.max(longest, client.longest());
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    @Override
    public void close() {
        running = false;
        clients.forEach(Thread::interrupt);
    }

    private final class Client extends Thread {
        private final URL url;
        private volatile String cookie = "";
        private long longest;

        /** 0 while it waits for no answer. */
        private long asked;

        private Client(URL url) {
            super("GETs");
            setDaemon(true);
            this.url = url;
        }

        /** An answer that is still awaited counts too. */
        private synchronized long longest() {
            long found = asked == 0 ? longest : Math.max(longest, System.nanoTime() - asked);
            longest = 0;
            return found;
        }

        private synchronized void asks() {
            asked = System.nanoTime();
        }

        private synchronized void answered() {
            longest = Math.max(longest, System.nanoTime() - asked);
            asked = 0;
        }

        @Override
        public void run() {
            while (running) {
                asks();
                try {
                    if (get() != 200) {
                        failed.incrementAndGet();
                    }
                } catch (IOException noAnswer) {
                    failed.incrementAndGet();
                }
                answered();
                try {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                } catch (InterruptedException ended) {
                    return;
                }
            }
        }

        private int get() throws IOException {
            HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
            connection.setReadTimeout(READ_MILLIS);
            if (!cookie.isEmpty()) {
                connection.setRequestProperty("Cookie", cookie);
            }
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                if (body != null) {
                    body.readAllBytes();
                }
            }
            String set = connection.getHeaderField("Set-Cookie");
            if (set != null) {
                cookie = set.replaceAll(";.*", "");
            }
            return status;
        }
    }
}
